import * as z from "zod";
import { CloudKind } from "./cloud.ts";
import { SafeName } from "./names.ts";
import { Issue } from "./problem.ts";

/** Kinds of text that a registration can be read from. */
export const CloudImportFormat = z.enum(["clouds-yaml", "environment", "cloudmonkey"]);
export type CloudImportFormat = z.infer<typeof CloudImportFormat>;

const LONGEST_TEXT = 131_072;

/** Texts that other tools of the clouds keep their access in; the service opens no file and runs no shell for them. */
export const CloudImportRequest = z
  .strictObject({
    text: z.string().max(LONGEST_TEXT).meta({
      description: "clouds.yaml, the text of an openrc or of variables OS_* and CLOUDSTACK_*, or ~/.cmk/config",
    }),
    format: CloudImportFormat.optional().meta({ description: "Told from the text when left out" }),
    secureText: z
      .string()
      .max(LONGEST_TEXT)
      .optional()
      .meta({ description: "secure.yaml, which goes before clouds.yaml" }),
    profile: z.string().max(255).optional().meta({ description: "Which one of the text; needed where it has several" }),
    name: SafeName.optional().meta({
      description: "How it shall be called here; made from the profile's when left out",
    }),
    region: z.string().max(255).optional().meta({ description: "OpenStack, instead of the text's" }),
    zone: z.string().max(255).optional().meta({ description: "CloudStack; cloudmonkey's text never says one" }),
    secret: z.string().max(4096).optional().meta({ description: "Password or secret that the text leaves out" }),
    caCertificate: z.string().max(65_536).optional().meta({ description: "PEM bundle; texts name only its file" }),
    shared: z.boolean().optional().meta({ description: "As in a registration" }),
  })
  .meta({ id: "CloudImportRequest" });
export type CloudImportRequest = z.infer<typeof CloudImportRequest>;

/** One cloud that a text tells of, without its secrets. */
export const ImportedCloud = z
  .object({
    profile: z.string(),
    kind: CloudKind,
    name: z.string().meta({ description: "How it would be called here" }),
    endpoint: z.string().nullable(),
    location: z.string().nullable().meta({ description: "Region or zone" }),
    access: z.string().meta({ description: "As whom, in words" }),
    needsSecret: z.boolean().meta({ description: "The text leaves out the password or secret" }),
    caFile: z.string().nullable().meta({ description: "File that the text names for the certificate authority" }),
    notes: z.array(z.string()).meta({ description: "What is read in another way than there, or left out" }),
    issues: z.array(Issue).meta({ description: "Why it cannot be registered so; empty when it can" }),
  })
  .meta({ id: "ImportedCloud" });
export type ImportedCloud = z.infer<typeof ImportedCloud>;

export const CloudImportPreview = z
  .object({
    format: CloudImportFormat,
    chosen: z.string().nullable().meta({ description: "The profile that the text or the request chooses" }),
    clouds: z.array(ImportedCloud),
  })
  .meta({ id: "CloudImportPreview" });
export type CloudImportPreview = z.infer<typeof CloudImportPreview>;

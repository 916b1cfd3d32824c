import * as z from "zod";
import { ApiToken } from "./api-token.ts";
import { AuditEntry } from "./audit.ts";
import { MemberRole } from "./organisation.ts";

const Row = z.record(z.string(), z.unknown());

/** Everything the service keeps about a person, without secrets. */
export const AccountExport = z
  .object({
    exportedAt: z.iso.datetime(),
    account: z.object({
      id: z.string(),
      handle: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      locale: z.string(),
      siteAdmin: z.boolean(),
      createdAt: z.iso.datetime(),
    }),
    memberships: z.array(z.object({ organisation: z.string(), role: MemberRole, since: z.iso.datetime() })),
    apiTokens: z.array(ApiToken),
    workspaces: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        createdAt: z.iso.datetime(),
        revisions: z.array(Row).meta({ description: "Requirements as they were stored; password hashes are left out" }),
        runs: z.array(Row),
        policy: Row.nullable().meta({
          description: "What may happen to it without a person; null: nothing was chosen",
        }),
      }),
    ),
    auditEntries: z.array(AuditEntry).meta({ description: "What the person did, in whichever account" }),
  })
  .meta({ id: "AccountExport" });
export type AccountExport = z.infer<typeof AccountExport>;

/** Says twice that an account shall go. */
export const AccountDeletion = z
  .strictObject({
    confirmHandle: z.string().meta({ description: "The handle of the account, typed again" }),
    password: z.string().max(1024).optional().meta({ description: "Needed unless the account has none" }),
  })
  .meta({ id: "AccountDeletion" });
export type AccountDeletion = z.infer<typeof AccountDeletion>;

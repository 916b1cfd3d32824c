import * as z from "zod";
import { Role, SiteKey } from "./plan.ts";
import { Danger } from "./run.ts";

/** Which part of a requirement changes; its words stand in the page and, in English, in `text`. */
export const ChangedPart = z.enum([
  "memory-more",
  "memory-less",
  "processors-more",
  "processors-less",
  "system-disk-more",
  "system-disk-less",
  "volume-added",
  "volume-removed",
  "volume-more",
  "volume-less",
  "volume-speed",
  "volume-folder",
  "port-opened",
  "port-closed",
  "public-address-on",
  "public-address-off",
  "private-network",
  "system",
  "packages",
  "runtimes",
  "services",
  "files",
  "first-boot-commands",
  "own-cloud-init",
  "login-name",
  "ssh-keys",
  "root-login",
  "password",
  "main-cloud",
  "standby-cloud",
  "standby-off",
  "standby-pilot-light",
  "standby-stopped",
  "standby-running",
  "cloud-labels",
  "protection",
  "term",
  "labels",
  "contact",
  "profile",
  "size-replaced",
  "image-replaced",
  "beside",
]);
export type ChangedPart = z.infer<typeof ChangedPart>;

/** What a change does to a machine. */
export const ChangeEffect = z.enum([
  "nothing",
  "live",
  "while-off",
  "reconnects",
  "restarts",
  "grows",
  "disk-added",
  "disk-removed",
  "disk-moves",
  "in-the-machine",
  "address-given",
  "address-taken",
  "rebuilt",
  "emptied",
  "made",
  "removed",
  "destroyed",
  "stops",
  "starts",
  "by-hand",
  "size-waits",
  "size-stuck",
  "refused",
  "as-planned",
]);
export type ChangeEffect = z.infer<typeof ChangeEffect>;

/** A way that is cheaper or safer than the one that was asked for, and that exists now. */
export const SaferWay = z.enum([
  "volume-instead",
  "work-in-the-machine",
  "copy-first",
  "new-machine",
  "standby-first",
  "quiet-hour",
  "size-in-the-cloud",
]);
export type SaferWay = z.infer<typeof SaferWay>;

/** `none`: nothing is stored there that could be lost. */
export const DataFate = z.enum(["none", "kept", "lost"]);
export type DataFate = z.infer<typeof DataFate>;

/** The longest time for which something is away, as far as one can tell. */
export const Pause = z
  .object({
    length: z.enum(["none", "seconds", "minute", "minutes"]),
    seconds: z.int().min(0),
    basis: z
      .enum(["default", "recorded"])
      .meta({ description: "recorded: the longest of earlier changes of that kind on that cloud" }),
    samples: z.int().min(0).meta({ description: "How many earlier changes; 0 for a default" }),
  })
  .meta({ id: "Pause" });
export type Pause = z.infer<typeof Pause>;

const values = z
  .record(z.string(), z.union([z.string(), z.number()]))
  .meta({ description: "What the words of the code are filled with" });

/** What one part of a change does on one site. */
export const SiteEffect = z
  .object({ site: SiteKey, code: ChangeEffect, data: DataFate, pause: Pause, text: z.string() })
  .meta({ id: "SiteEffect" });
export type SiteEffect = z.infer<typeof SiteEffect>;

/** One thing that changes, in words, with what it does. */
export const PreviewedChange = z
  .object({
    pointer: z.string().meta({ description: "The field of the requirement; empty for what nobody asked for" }),
    code: ChangedPart,
    values,
    effects: z.array(SiteEffect),
    text: z.string().meta({ description: "The whole sentence in English" }),
  })
  .meta({ id: "PreviewedChange" });
export type PreviewedChange = z.infer<typeof PreviewedChange>;

/** What becomes of one site. */
export const SitePreview = z
  .object({
    site: SiteKey,
    role: Role,
    cloudName: z.string(),
    basis: z
      .enum(["estimate", "plan"])
      .meta({ description: "plan: from Terraform's plan of this revision; estimate: from the two requirements" }),
    from: z.int().nullable().meta({ description: "The revision that stands there; null: nothing does yet" }),
    runId: z.uuid().nullable(),
    danger: Danger.nullable().meta({ description: "The plan's; null before there is one" }),
    data: DataFate,
    pause: Pause,
    typedName: z
      .boolean()
      .meta({ description: "Applying it asks for the machine's name: what served there until now loses data" }),
    problem: z.string().nullable().meta({ description: "Why there is no plan, when making it failed" }),
    rejected: z.array(z.string()),
  })
  .meta({ id: "SitePreview" });
export type SitePreview = z.infer<typeof SitePreview>;

/** What a change of a requirement means for people, before anything is done. */
export const ChangePreview = z
  .object({
    to: z.int().nullable().meta({ description: "The revision; null: it is not submitted yet" }),
    superseded: z.boolean().meta({ description: "There is a later revision by now" }),
    basis: z.enum(["estimate", "plans"]),
    changes: z.array(PreviewedChange),
    sites: z.array(SitePreview),
    data: DataFate.meta({ description: "Of the machine that serves, and of the one that did until now" }),
    pause: Pause.meta({ description: "Of the machine that serves" }),
    typedName: z.boolean().meta({ description: "Applying asks for the machine's name, because it loses data there" }),
    ways: z.array(z.object({ code: SaferWay, values, text: z.string() })),
    text: z.string().meta({ description: "Data and interruption in English" }),
  })
  .meta({ id: "ChangePreview" });
export type ChangePreview = z.infer<typeof ChangePreview>;

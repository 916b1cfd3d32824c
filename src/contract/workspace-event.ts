import * as z from "zod";
import { SiteKey } from "./plan.ts";

/** What an event is about; a filter of the time line. */
export const WorkspaceEventKind = z.enum(["requirement", "run", "power", "state", "access", "ownership", "other"]);
export type WorkspaceEventKind = z.infer<typeof WorkspaceEventKind>;

/** One thing that happened to a workspace. Nothing tells from which address anybody came. */
export const WorkspaceEvent = z
  .object({
    id: z.string().meta({ description: "Stable; unique in its workspace" }),
    at: z.iso.datetime(),
    kind: WorkspaceEventKind,
    what: z.string().meta({
      description:
        "Stable name such as `run-applied` or `power-stop-done`, or the audit log's action for anything else",
    }),
    text: z.string().meta({ description: "One sentence for people" }),
    outcome: z.enum(["done", "failed", "unknown"]),
    detail: z.string().nullable().meta({ description: "Why it failed, or what else there is to say" }),
    site: SiteKey.nullable(),
    runId: z.uuid().nullable(),
    powerActionId: z.uuid().nullable(),
    revision: z.int().nullable(),
    byId: z.string().nullable().meta({ description: "The person, if a person did it" }),
    byName: z.string().nullable(),
  })
  .meta({ id: "WorkspaceEvent" });
export type WorkspaceEvent = z.infer<typeof WorkspaceEvent>;

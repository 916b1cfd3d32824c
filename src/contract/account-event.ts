import * as z from "zod";
import { SiteKey } from "./plan.ts";
import { RunStatus } from "./run.ts";
import { Instance } from "./workspace.ts";

/** Something of an account that changed: a run moved, a workspace was changed or is gone, a machine is seen differently. */
export const AccountEvent = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("run"),
      workspaceId: z.uuid(),
      runId: z.uuid(),
      site: SiteKey,
      status: RunStatus,
    }),
    z.object({
      kind: z.literal("workspace"),
      workspaceId: z.uuid(),
      change: z.enum(["changed", "gone"]).meta({ description: "gone: removed, or given to another account" }),
    }),
    z.object({ kind: z.literal("machine"), instance: Instance }),
  ])
  .meta({ id: "AccountEvent" });
export type AccountEvent = z.infer<typeof AccountEvent>;

/** What changed since a place in the stream of an account's events. */
export const AccountEvents = z
  .object({
    items: z.array(AccountEvent),
    last: z.string().meta({ description: "Send it as `after`, or as Last-Event-ID, to go on from here" }),
    reset: z
      .boolean()
      .meta({ description: "What came since is not known any more: read lists of workspaces and machines again" }),
  })
  .meta({ id: "AccountEvents" });
export type AccountEvents = z.infer<typeof AccountEvents>;

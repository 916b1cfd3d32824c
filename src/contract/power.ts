import * as z from "zod";
import { Role, SiteKey } from "./plan.ts";

export const PowerVerb = z.enum(["start", "stop", "reboot"]);
export type PowerVerb = z.infer<typeof PowerVerb>;

/**
 * `waiting` for a worker, `working` from the moment the cloud may have been told. `uncertain`: nobody can say whether
 * the cloud did it, so it was not done a second time.
 */
export const PowerStatus = z.enum(["waiting", "working", "done", "failed", "uncertain", "canceled"]);
export type PowerStatus = z.infer<typeof PowerStatus>;

export const PowerAction = z
  .object({
    id: z.uuid(),
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    site: SiteKey,
    role: Role,
    cloudId: z.uuid(),
    instanceId: z.string().meta({ description: "The cloud's UUID of the machine" }),
    action: PowerVerb,
    hard: z.boolean(),
    status: PowerStatus,
    detail: z
      .string()
      .nullable()
      .meta({ description: "One sentence for people: why it ended as it did, or what it waits for" }),
    problem: z.string().nullable().meta({ description: "Code of the problem when it failed" }),
    mayCancel: z.boolean().meta({ description: "Only while the cloud was not told" }),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When the cloud was about to be told; noted before it was" }),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "PowerAction" });
export type PowerAction = z.infer<typeof PowerAction>;

export const PowerRequest = z
  .strictObject({
    action: PowerVerb,
    hard: z.boolean().default(false).meta({ description: "For a reboot: without asking the guest" }),
    accepted: z
      .boolean()
      .default(false)
      .meta({ description: "The consequences are known; needed where there are grave ones" }),
  })
  .meta({ id: "PowerRequest" });
export type PowerRequest = z.infer<typeof PowerRequest>;

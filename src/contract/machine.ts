import * as z from "zod";
import { SiteKey } from "./plan.ts";

/** First call of a new machine: trades its one-time bootstrap token for its secrets and its own token. */
export const BootstrapRequest = z
  .strictObject({
    workspaceId: z.uuid(),
    site: SiteKey,
    hostKeys: z.array(z.string().max(8192)).max(8).meta({ description: "OpenSSH public host keys, to be pinned" }),
  })
  .meta({ id: "BootstrapRequest" });
export type BootstrapRequest = z.infer<typeof BootstrapRequest>;
export const BootstrapAnswer = z
  .object({
    machineToken: z.string(),
    files: z.array(
      z.object({
        path: z.string(),
        contentBase64: z.string(),
        owner: z.string(),
        permissions: z.string(),
        sha256: z.string(),
      }),
    ),
  })
  .meta({ id: "BootstrapAnswer" });
export type BootstrapAnswer = z.infer<typeof BootstrapAnswer>;

/** Outbound heartbeat of the agent; the answer tells whether the declared services may run. */
export const HeartbeatRequest = z
  .strictObject({
    workspaceId: z.uuid(),
    site: SiteKey,
    bootId: z.string().max(64),
    uptimeSeconds: z.int().min(0),
    firstBootDone: z.boolean(),
    gate: z.enum(["open", "closed", "off"]),
  })
  .meta({ id: "HeartbeatRequest" });
export type HeartbeatRequest = z.infer<typeof HeartbeatRequest>;
export const HeartbeatAnswer = z
  .object({ gate: z.enum(["open", "closed", "off"]), validForSeconds: z.int(), nextInSeconds: z.int() })
  .meta({ id: "HeartbeatAnswer" });
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

import * as z from "zod";
import { SiteKey } from "./plan.ts";

/**
 * What of a changed requirement is applied without a person. `safe`: what interrupts nothing. `restarts`: inside the
 * window also what does for a moment. Data is never given up without one.
 */
export const PolicyChanges = z.enum(["ask", "safe", "restarts"]);
export type PolicyChanges = z.infer<typeof PolicyChanges>;

/** What happens to what somebody changed on a cloud. `correct-safe`: what costs nobody a moment is put back by itself. */
export const PolicyDrift = z.enum(["tell", "correct-safe"]);
export type PolicyDrift = z.infer<typeof PolicyDrift>;

const CronLine = z
  .string()
  .max(100)
  .meta({ description: "Five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday)" });

export const PolicyWindow = z
  .strictObject({
    cron: CronLine,
    minutes: z.int().min(1).max(10_080).meta({ description: "How long it stays open" }),
  })
  .meta({ id: "PolicyWindow" });
export type PolicyWindow = z.infer<typeof PolicyWindow>;

export const PolicyPower = z
  .strictObject({
    stop: CronLine.meta({ description: "When machines are stopped" }),
    start: CronLine.meta({ description: "When they are started again" }),
  })
  .meta({ id: "PolicyPower" });
export type PolicyPower = z.infer<typeof PolicyPower>;

const policyFields = {
  changes: PolicyChanges.default("ask"),
  drift: PolicyDrift.default("tell"),
  timeZone: z
    .string()
    .max(64)
    .default("UTC")
    .meta({ description: "IANA name, such as Asia/Seoul, by whose clock the cron lines are read" }),
  window: PolicyWindow.nullable()
    .default(null)
    .meta({ description: "When it may happen; null: always for what interrupts nothing, never for what does" }),
  power: PolicyPower.nullable()
    .default(null)
    .meta({ description: "When machines are stopped and started; null: only when a person does it" }),
  maintenance: z
    .boolean()
    .default(false)
    .meta({ description: "Somebody works on the machine: nothing happens by itself, and drift is told to nobody" }),
};

/** What may happen by itself; what is left out is as nobody had said anything. */
export const PolicyRequest = z.strictObject(policyFields).meta({ id: "PolicyRequest" });
export type PolicyRequest = z.infer<typeof PolicyRequest>;

/** What the scheduler made of a machine when it last looked. */
export const ScheduleStanding = z
  .object({
    at: z.iso.datetime(),
    kind: z
      .enum(["check", "plan", "apply", "power", "ask", "wait"])
      .meta({ description: "`ask`: a person has to say something first" }),
    reason: z.string().nullable().meta({ description: "Stable word for why it asks or waits" }),
    site: SiteKey.nullable(),
    until: z.iso.datetime().nullable().meta({ description: "When it will go on by itself, where that is known" }),
    text: z.string().meta({ description: "One sentence for people" }),
  })
  .meta({ id: "ScheduleStanding" });
export type ScheduleStanding = z.infer<typeof ScheduleStanding>;

/** What the owner of a machine lets happen by itself, and what the scheduler makes of that now. */
export const Policy = z
  .object({
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    ...policyFields,
    version: z.int().meta({ description: "0: nobody has chosen anything yet; the ETag" }),
    changedAt: z.iso.datetime().nullable(),
    changedBy: z.string().nullable(),
    windowOpen: z.boolean().nullable().meta({ description: "Now; null without a window" }),
    windowOpensAt: z.iso.datetime().nullable().meta({ description: "When it opens next; null when it is open" }),
    standing: ScheduleStanding.nullable().meta({ description: "Null: nothing is left to the scheduler" }),
  })
  .meta({ id: "Policy" });
export type Policy = z.infer<typeof Policy>;

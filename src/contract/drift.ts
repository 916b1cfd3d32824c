import * as z from "zod";
import { SiteKey } from "./plan.ts";

/**
 * What a difference means for who may put it right. `harmless` needs nobody; `safe-to-correct` is put right without a
 * moment's interruption and without a loss; `dangerous` needs a person.
 */
export const DriftClass = z.enum(["dangerous", "safe-to-correct", "harmless"]);
export type DriftClass = z.infer<typeof DriftClass>;

export const DriftAttribute = z
  .object({
    path: z.string().meta({ description: "Terraform's name of the attribute" }),
    recorded: z.string().nullable().meta({ description: "As it was applied; null: not told" }),
    observed: z.string().nullable().meta({ description: "As the cloud has it now; null: not told" }),
  })
  .meta({ id: "DriftAttribute" });
export type DriftAttribute = z.infer<typeof DriftAttribute>;

/** What the cloud's own record says was done to an object. */
export const DriftAct = z
  .object({
    what: z.string().meta({ description: "In the cloud's own words, such as `resize` or `VM.STOP`" }),
    by: z.string().nullable().meta({ description: "User's id on OpenStack, user's name on CloudStack" }),
    at: z.iso.datetime(),
  })
  .meta({ id: "DriftAct" });
export type DriftAct = z.infer<typeof DriftAct>;

/** One object that is on its cloud not as it was applied. */
export const DriftFinding = z
  .object({
    kind: z.enum(["gone", "changed", "extra"]).meta({ description: "`extra`: ours, and nobody applied it" }),
    address: z.string().nullable().meta({ description: "Terraform address; null for what is extra" }),
    type: z.string().meta({ description: "Terraform's type, or for what is extra the kind of object" }),
    objectId: z.string().meta({ description: "The cloud's own id" }),
    title: z.string().meta({ description: "In plain words: what happened to what" }),
    attributes: z.array(DriftAttribute),
    class: DriftClass,
    reason: z.string().meta({ description: "Why it is of that class" }),
    seenBy: z.enum(["listing", "plan"]).meta({
      description: "The cloud's lists alone, where Terraform looks away, or a refresh-only plan as well",
    }),
    lastAct: DriftAct.optional().meta({
      description: "The last act since the last apply that may have caused it; left out where the cloud tells of none",
    }),
  })
  .meta({ id: "DriftFinding" });
export type DriftFinding = z.infer<typeof DriftFinding>;

export const DriftStatus = z.enum(["unchecked", "in-step", "drifted", "unknown"]);
export type DriftStatus = z.infer<typeof DriftStatus>;

export const SiteDrift = z
  .object({
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    site: SiteKey,
    cloudId: z.uuid(),
    status: DriftStatus.meta({
      description: "`unchecked` since its last apply; `unknown`: the last check could not be made",
    }),
    checkedAt: z.iso.datetime().nullable().meta({ description: "When it was last looked at" }),
    since: z.iso.datetime().nullable().meta({ description: "Since when it has been found as it is now" }),
    asked: z.boolean().meta({ description: "A check was asked for and has not been made yet" }),
    problem: z.string().nullable().meta({ description: "What stood in the way of the last check" }),
    findings: z.array(DriftFinding).meta({ description: "The gravest first" }),
  })
  .meta({ id: "SiteDrift" });
export type SiteDrift = z.infer<typeof SiteDrift>;

/** What a check found that was something else than the check before. */
export const DriftChange = z
  .object({
    site: SiteKey,
    at: z.iso.datetime(),
    status: DriftStatus,
    problem: z.string().nullable(),
    findings: z.array(DriftFinding),
  })
  .meta({ id: "DriftChange" });
export type DriftChange = z.infer<typeof DriftChange>;

export const DriftReport = z
  .object({
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    sites: z.array(SiteDrift).meta({ description: "Sites that stand; one that a run or a repair is at is left out" }),
    history: z.array(DriftChange).meta({ description: "The latest first" }),
  })
  .meta({ id: "DriftReport" });
export type DriftReport = z.infer<typeof DriftReport>;

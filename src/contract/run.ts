import * as z from "zod";
import { Role, SiteKey } from "./plan.ts";

export const RunStatus = z.enum([
  "pending",
  "planning",
  "planned",
  "confirmed",
  "applying",
  "applied",
  "planned-and-finished",
  "discarded",
  "canceled",
  "errored",
]);
export type RunStatus = z.infer<typeof RunStatus>;
export const RunKind = z.enum(["apply", "destroy"]);
export type RunKind = z.infer<typeof RunKind>;
export const RunAction = z.enum(["apply", "discard", "cancel", "force-cancel", "repair"]);
export type RunAction = z.infer<typeof RunAction>;

/** Worst first. What a planned change does to people, not what Terraform calls it (clouds.md §2.4). */
export const Danger = z.enum(["destroys-data", "replaces", "restarts", "in-place", "nothing"]);
export type Danger = z.infer<typeof Danger>;

export const PlannedChange = z.object({
  address: z.string().meta({ description: "Terraform address" }),
  type: z.string(),
  name: z.string(),
  actions: z
    .array(z.string())
    .meta({ description: "Terraform's own words: create, update, delete, read, no-op, forget" }),
  danger: Danger,
  title: z.string().meta({ description: "In plain words: what happens to what" }),
  reason: z.string().nullable().meta({ description: "Why it is that dangerous" }),
  attributes: z.array(z.string()).meta({ description: "Changed attribute paths; values are left out" }),
});
export type PlannedChange = z.infer<typeof PlannedChange>;

export const PlanSummary = z
  .object({
    danger: Danger,
    counts: z.object({ create: z.int(), update: z.int(), replace: z.int(), destroy: z.int(), forget: z.int() }),
    changes: z.array(PlannedChange),
    rejected: z
      .array(z.string())
      .meta({ description: "Reasons why this plan must not be applied at all, such as a shrinking disk" }),
  })
  .meta({ id: "PlanSummary" });
export type PlanSummary = z.infer<typeof PlanSummary>;

/** Why a run ended badly; a failed run is not an HTTP error. */
export const RunFailure = z.object({
  code: z.string(),
  phase: z.enum(["prepare", "synth", "init", "plan", "apply"]),
  summary: z.string(),
  detail: z.string(),
  remedy: z.string(),
  diagnostics: z.array(
    z.object({ severity: z.string(), summary: z.string(), detail: z.string(), address: z.string().nullable() }),
  ),
});
export type RunFailure = z.infer<typeof RunFailure>;

/** Why a run stands still although nobody has to decide anything. */
export const WaitingFor = z
  .object({
    reason: z.enum([
      "queue",
      "tenant-share",
      "no-worker",
      "engine-pin",
      "power",
      "state-locked",
      "worker-lost",
      "engine-elsewhere",
      "silent",
    ]),
    text: z.string().meta({ description: "One sentence for people" }),
  })
  .meta({ id: "WaitingFor" });
export type WaitingFor = z.infer<typeof WaitingFor>;

export const Run = z
  .object({
    id: z.uuid(),
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    groupId: z.uuid().meta({ description: "Runs started together, one per site" }),
    site: SiteKey,
    role: Role,
    cloudId: z.uuid(),
    kind: RunKind,
    reason: z.string().meta({ description: "user, scheduler, drift, lease-end, rebuild-standby …" }),
    revision: z.int(),
    autoApply: z.boolean(),
    status: RunStatus,
    cancelRequested: z.enum(["no", "gently", "forced"]),
    queuePosition: z.int().nullable(),
    waitingFor: WaitingFor.nullable(),
    summary: PlanSummary.nullable(),
    failure: RunFailure.nullable(),
    allowedActions: z.array(RunAction),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    plannedAt: z.iso.datetime().nullable(),
    confirmedAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When its apply was approved; null before that, and for runs older than this field" }),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Run" });
export type Run = z.infer<typeof Run>;

/** One line of a run's log or one step of its progress; `sequence` grows by one per run and resumes a stream. */
export const RunEvent = z
  .object({
    runId: z.uuid(),
    sequence: z.int(),
    at: z.iso.datetime(),
    kind: z.enum(["status", "log", "diagnostic", "progress"]),
    phase: z.enum(["prepare", "synth", "init", "plan", "apply"]).nullable(),
    text: z.string(),
    progress: z
      .object({
        address: z.string(),
        action: z.string(),
        state: z.enum(["started", "complete", "errored"]),
        elapsedMs: z.int().nullable(),
        objectId: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: "RunEvent" });
export type RunEvent = z.infer<typeof RunEvent>;

export const StartRunsRequest = z
  .strictObject({
    kind: RunKind.default("apply"),
    sites: z.array(SiteKey).min(1).optional(),
    autoApply: z.boolean().default(false),
  })
  .meta({ id: "StartRunsRequest" });
export type StartRunsRequest = z.infer<typeof StartRunsRequest>;
export const ApplyRunRequest = z
  .strictObject({
    confirmName: z
      .string()
      .optional()
      .meta({ description: "The machine's name; needed when the plan destroys data on the main machine" }),
  })
  .meta({ id: "ApplyRunRequest" });
export const CancelRunRequest = z.strictObject({ force: z.boolean().default(false) }).meta({ id: "CancelRunRequest" });

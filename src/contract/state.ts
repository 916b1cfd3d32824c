import * as z from "zod";
import { SiteKey } from "./plan.ts";

/** One kept version of a Terraform state, without its content. */
export const StateVersionEntry = z
  .object({
    serial: z.int(),
    lineage: z.string().meta({ description: "Names the state's whole history; never changes" }),
    createdAt: z.iso.datetime(),
    origin: z
      .enum(["run", "desk", "rollback", "restored"])
      .meta({ description: "Written by a run, at a person's desk, by a rollback, or put back after a loss" }),
    runId: z.uuid().nullable(),
    person: z.string().nullable().meta({ description: "Who wrote it where no run did" }),
    sizeBytes: z.int().meta({ description: "As Terraform wrote it" }),
  })
  .meta({ id: "StateVersionEntry" });
export type StateVersionEntry = z.infer<typeof StateVersionEntry>;

/** Who holds a state's lock. */
export const StateLockHolder = z
  .object({
    lockId: z.string(),
    lockedAt: z.iso.datetime(),
    runId: z.uuid().nullable(),
    person: z.string().nullable().meta({ description: "Whose desk holds it" }),
    who: z.string().nullable().meta({ description: "As Terraform calls its user and machine" }),
    operation: z.string().nullable(),
  })
  .meta({ id: "StateLockHolder" });
export type StateLockHolder = z.infer<typeof StateLockHolder>;

/** A plan that waits for review, and whether the state has moved on since it was made. */
export const WaitingPlan = z.object({
  runId: z.uuid(),
  basedOn: z.int().nullable().meta({ description: "Serial it was made on; null for no state" }),
  stale: z.boolean().meta({ description: "It can no longer be applied: plan again" }),
});
export type WaitingPlan = z.infer<typeof WaitingPlan>;

export const StateHistory = z
  .object({
    site: SiteKey,
    versions: z.array(StateVersionEntry).meta({ description: "Newest first" }),
    more: z.boolean().meta({ description: "Older ones follow: ask with `before` the last serial" }),
    lock: StateLockHolder.nullable(),
    waitingPlan: WaitingPlan.nullable(),
  })
  .meta({ id: "StateHistory" });
export type StateHistory = z.infer<typeof StateHistory>;

/** One attribute that differs. Values are text; both are null when they are hidden. */
export const StateAttributeChange = z.object({
  name: z.string().meta({ description: "Path in the object, such as network.0.uuid" }),
  before: z.string().nullable(),
  after: z.string().nullable(),
  hidden: z.boolean().meta({ description: "Sensitive, or too long to show" }),
});
export type StateAttributeChange = z.infer<typeof StateAttributeChange>;

export const StateDiff = z
  .object({
    site: SiteKey,
    from: z.int(),
    to: z.int(),
    objects: z.array(
      z.object({
        address: z.string().meta({ description: "Terraform address" }),
        change: z.enum(["added", "removed", "changed"]),
        attributes: z.array(StateAttributeChange),
      }),
    ),
    outputs: z.array(z.object({ name: z.string(), change: z.enum(["added", "removed", "changed"]) })),
  })
  .meta({ id: "StateDiff" });
export type StateDiff = z.infer<typeof StateDiff>;

export const RollbackRequest = z
  .strictObject({ serial: z.int().min(0).meta({ description: "The version whose content becomes the newest" }) })
  .meta({ id: "RollbackRequest" });
export type RollbackRequest = z.infer<typeof RollbackRequest>;

export const RollbackReceipt = z
  .object({ version: StateVersionEntry, restored: z.int(), warning: z.string() })
  .meta({ id: "RollbackReceipt" });
export type RollbackReceipt = z.infer<typeof RollbackReceipt>;

export const UnlockRequest = z
  .strictObject({ lockId: z.string().min(1).max(256).meta({ description: "The lock that was looked at" }) })
  .meta({ id: "UnlockRequest" });
export type UnlockRequest = z.infer<typeof UnlockRequest>;

export const UnlockReceipt = z.object({ released: StateLockHolder, warning: z.string() }).meta({ id: "UnlockReceipt" });
export type UnlockReceipt = z.infer<typeof UnlockReceipt>;

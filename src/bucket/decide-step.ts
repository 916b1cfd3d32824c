import type { RunStatus } from "../contract/index.ts";
import type { BucketRecord } from "./ports.ts";

/** What is true of a bucket at this moment. */
export interface BucketSnapshot {
  readonly wish: BucketRecord["wish"];
  /** Whether Terraform makes it, or the cloud's API does. */
  readonly byTerraform: boolean;
  /** The run of this generation, if there is one yet. */
  readonly run: { readonly status: RunStatus; readonly harmless: boolean } | null;
  /** An earlier run of this bucket is not over. */
  readonly busy: boolean;
  /** Somebody was given a key. */
  readonly hasKey: boolean;
  /** Terraform knows something of it. */
  readonly hasObjects: boolean;
}

/**
 * - `begin` / `ensure`: start the run, or make it by API; `destroy` / `dissolve`: the same for its end
 * - `confirm` / `discard`: what is to happen with a plan that waits for somebody
 * - `revoke`: end the key that somebody was given; `forget`: nothing is left of it
 */
export type BucketStep =
  | "wait"
  | "begin"
  | "ensure"
  | "confirm"
  | "discard"
  | "fail"
  | "rest"
  | "revoke"
  | "destroy"
  | "dissolve"
  | "forget";

/** The next step towards the wish. Pure; every step may be taken again. */
export function decideBucketStep(now: BucketSnapshot): BucketStep {
  if (now.busy) return "wait";
  return now.wish === "present" ? towardsPresent(now) : towardsAbsent(now);
}

function towardsPresent({ run, byTerraform }: BucketSnapshot): BucketStep {
  if (!byTerraform) return "ensure";
  if (run === null) return "begin";
  if (isDone(run.status)) return "rest";
  // The worker itself goes on with what harms nothing; what would replace a bucket loses all that lies in it.
  if (run.status === "planned") return run.harmless ? "wait" : "discard";
  return hasFailed(run.status) ? "fail" : "wait";
}

function towardsAbsent({ run, byTerraform, hasKey, hasObjects }: BucketSnapshot): BucketStep {
  if (hasKey) return "revoke";
  if (!byTerraform) return "dissolve";
  if (run === null) return hasObjects ? "destroy" : "forget";
  if (isDone(run.status)) return "forget";
  if (run.status === "planned") return "confirm";
  return hasFailed(run.status) ? "fail" : "wait";
}

function isDone(status: RunStatus): boolean {
  return status === "applied" || status === "planned-and-finished";
}

function hasFailed(status: RunStatus): boolean {
  return status === "errored" || status === "canceled" || status === "discarded";
}

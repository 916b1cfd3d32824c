import type { RunKind } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { isFinished, type RunRecord, type RunStore } from "../run/index.ts";
import { SITE_ACCOUNT } from "../tenant/index.ts";
import type { BucketRecord } from "./ports.ts";

export interface BucketRunPorts {
  readonly runs: Pick<RunStore, "create" | "list">;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The run of the bucket's present generation, and whether an earlier one is not over. */
export async function findBucketRun(
  runs: Pick<RunStore, "list">,
  { seat, generation }: BucketRecord,
): Promise<{ readonly mine: RunRecord | null; readonly busy: boolean }> {
  const [newest = null] = await runs.list(SITE_ACCOUNT, { workspaceId: seat, limit: 1 });
  const mine = newest?.revision === generation ? newest : null;
  return { mine, busy: newest !== null && mine === null && !isFinished(newest.status) };
}

/** A run on the bucket's seat; its generation stands where a site's run has its revision. */
export function bucketRun({ clock, newId }: BucketRunPorts, record: BucketRecord, kind: RunKind): RunRecord {
  return {
    ...{ id: newId(), groupId: newId(), workspaceId: record.seat, workspaceName: record.cloudBucket },
    ...{ ownerId: SITE_ACCOUNT, site: record.cloudKind, role: "standby", cloudId: record.cloudId },
    ...{ kind, reason: kind === "apply" ? "bucket" : "bucket-removed", revision: record.generation },
    ...{ autoApply: kind === "apply", status: "pending", cancelRequested: "no", summary: null, failure: null },
    ...{ createdBy: record.createdBy, createdAt: clock.now(), plannedAt: null, confirmedAt: null },
    finishedAt: null,
  };
}

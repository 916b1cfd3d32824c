import type { RunKind } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { isFinished, type RunRecord, type RunStore } from "../run/index.ts";
import { SITE_ACCOUNT, type TenantRecord } from "./ports.ts";

export interface TenantRunPorts {
  readonly runs: Pick<RunStore, "create" | "list">;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The run of the tenant's present generation, and whether an earlier one is not over. */
export async function findTenantRun(
  runs: Pick<RunStore, "list">,
  { workspaceId, generation }: TenantRecord,
): Promise<{ readonly mine: RunRecord | null; readonly busy: boolean }> {
  const [newest = null] = await runs.list(SITE_ACCOUNT, { workspaceId, limit: 1 });
  const mine = newest?.revision === generation ? newest : null;
  return { mine, busy: newest !== null && mine === null && !isFinished(newest.status) };
}

/** A run on the tenant's seat; its generation stands where a site's run has its revision. */
export function tenantRun({ clock, newId }: TenantRunPorts, record: TenantRecord, kind: RunKind): RunRecord {
  return {
    ...{ id: newId(), groupId: newId(), workspaceId: record.workspaceId, workspaceName: record.name },
    ...{ ownerId: SITE_ACCOUNT, site: record.cloudKind, role: "standby", cloudId: record.cloudId },
    ...{ kind, reason: kind === "apply" ? "tenant" : "tenant-removed", revision: record.generation },
    ...{ autoApply: kind === "apply", status: "pending", cancelRequested: "no", summary: null, failure: null },
    ...{ createdBy: record.createdBy, createdAt: clock.now(), plannedAt: null, confirmedAt: null },
    finishedAt: null,
  };
}

import type { PlanSummary, RunEvent, RunFailure } from "../../contract/index.ts";
import type { RunRecord } from "../../run/ports.ts";

/** Columns of `run` in the driver's types. */
export interface RunRow {
  readonly id: string;
  readonly workspace_id: string;
  readonly workspace_name: string;
  readonly owner_id: string;
  readonly group_id: string;
  readonly site: RunRecord["site"];
  readonly role: RunRecord["role"];
  readonly cloud_id: string;
  readonly kind: RunRecord["kind"];
  readonly reason: string;
  readonly revision: number;
  readonly auto_apply: boolean;
  readonly status: RunRecord["status"];
  readonly cancel_requested: RunRecord["cancelRequested"];
  readonly summary: PlanSummary | null;
  readonly failure: RunFailure | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly planned_at: Date | null;
  readonly confirmed_at: Date | null;
  readonly finished_at: Date | null;
  readonly claim_epoch: number;
}

/** The columns of `RunRow`: a statement with `*` could not stay prepared through an upgrade that adds one. */
export const RUN_COLUMNS = `run.id, run.workspace_id, run.workspace_name, run.owner_id, run.group_id, run.site, run.role,
  run.cloud_id, run.kind, run.reason, run.revision, run.auto_apply, run.status, run.cancel_requested, run.summary,
  run.failure, run.created_by, run.created_at, run.planned_at, run.confirmed_at, run.finished_at, run.claim_epoch`;

export interface RunEventRow {
  readonly run_id: string;
  readonly sequence: number;
  readonly at: Date;
  readonly kind: RunEvent["kind"];
  readonly phase: RunEvent["phase"];
  readonly text: string;
  readonly progress: RunEvent["progress"];
}

export function runOf(row: RunRow): RunRecord {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    ownerId: row.owner_id,
    groupId: row.group_id,
    site: row.site,
    role: row.role,
    cloudId: row.cloud_id,
    kind: row.kind,
    reason: row.reason,
    revision: row.revision,
    autoApply: row.auto_apply,
    status: row.status,
    cancelRequested: row.cancel_requested,
    summary: row.summary,
    failure: row.failure,
    createdBy: row.created_by,
    createdAt: row.created_at,
    plannedAt: row.planned_at,
    confirmedAt: row.confirmed_at,
    finishedAt: row.finished_at,
  };
}

export function eventOf(row: RunEventRow): RunEvent {
  return {
    runId: row.run_id,
    sequence: row.sequence,
    at: row.at.toISOString(),
    kind: row.kind,
    phase: row.phase,
    text: row.text,
    progress: row.progress,
  };
}

/** JSON for a `json` column; PostgreSQL keeps no NUL in text, whatever a provider prints. */
export function jsonOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value).replaceAll("\\u0000", "");
}

import type { PowerRecord } from "../../power/ports.ts";

/** Columns of `power_action`, joined with its workspace, in the driver's types. */
export interface PowerRow {
  readonly id: string;
  readonly workspace_id: string;
  readonly workspace_name: string;
  readonly site: PowerRecord["site"];
  readonly role: PowerRecord["role"];
  readonly cloud_id: string;
  readonly instance_id: string;
  readonly action: PowerRecord["action"];
  readonly hard: boolean;
  readonly status: PowerRecord["status"];
  readonly detail: string | null;
  readonly problem: string | null;
  readonly mark: string | null;
  readonly ticket: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly sent_at: Date | null;
  readonly accepted_at: Date | null;
  readonly finished_at: Date | null;
  readonly owner_id: string;
}

/** The columns of `PowerRow`: a statement with `*` could not stay prepared through an upgrade that adds one. */
export const POWER_COLUMNS = [
  ...["id", "workspace_id", "workspace_name", "site", "role", "cloud_id", "instance_id", "action", "hard", "status"],
  ...["detail", "problem", "mark", "ticket", "created_by", "created_at", "sent_at", "accepted_at", "finished_at"],
]
  .map((column) => `power_action.${column}`)
  .concat("workspace.owner_id")
  .join(", ");

export function powerOf(row: PowerRow): PowerRecord {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    site: row.site,
    role: row.role,
    cloudId: row.cloud_id,
    instanceId: row.instance_id,
    action: row.action,
    hard: row.hard,
    status: row.status,
    detail: row.detail,
    problem: row.problem,
    mark: row.mark,
    ticket: row.ticket,
    createdBy: row.created_by,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    acceptedAt: row.accepted_at,
    finishedAt: row.finished_at,
    ownerId: row.owner_id,
  };
}

import { type Owner, type RunStatus, TenantLimits } from "../../contract/index.ts";
import type { ShownTenant, TenantRecord } from "../../tenant/ports.ts";

export interface TenantRow {
  readonly id: string;
  readonly account_id: string;
  readonly cloud_id: string;
  readonly cloud_kind: TenantRecord["cloudKind"];
  readonly workspace_id: string;
  readonly name: string;
  readonly limits: unknown;
  readonly cidr: string;
  readonly wish: TenantRecord["wish"];
  readonly generation: number;
  readonly status: TenantRecord["status"];
  readonly detail: string | null;
  readonly own_cloud_id: string | null;
  readonly own_cloud_name: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export type ShownRow = TenantRow & {
  readonly owner: Owner;
  readonly cloud_name: string;
  readonly last_run: { readonly id: string; readonly status: RunStatus } | null;
};

const NAMES = [
  ...["id", "account_id", "cloud_id", "cloud_kind", "workspace_id", "name", "limits", "cidr", "wish", "generation"],
  ...["status", "detail", "own_cloud_id", "own_cloud_name", "created_by", "created_at", "updated_at"],
];

export const TENANT_COLUMNS = NAMES.map((name) => `tenant.${name}`).join(", ");

export const SHOWN_TENANT = `
  select ${TENANT_COLUMNS}, cloud.name as cloud_name,
    json_build_object('id', owner.id, 'handle', coalesce(owner.handle, owner.id), 'name', owner.name,
                      'kind', case owner.kind when 'organisation' then owner.kind else 'person' end) as owner,
    (select json_build_object('id', run.id, 'status', run.status) from run
      where run.workspace_id = tenant.workspace_id order by run.queue_order desc limit 1) as last_run
  from tenant join account owner on owner.id = tenant.account_id join cloud on cloud.id = tenant.cloud_id`;

export function recordOf(row: TenantRow): TenantRecord {
  return {
    ...{ id: row.id, accountId: row.account_id, cloudId: row.cloud_id, cloudKind: row.cloud_kind },
    ...{ workspaceId: row.workspace_id, name: row.name, limits: TenantLimits.parse(row.limits), cidr: row.cidr },
    ...{ wish: row.wish, generation: row.generation, status: row.status, detail: row.detail },
    ...{ ownCloudId: row.own_cloud_id, ownCloudName: row.own_cloud_name, createdBy: row.created_by },
    ...{ createdAt: row.created_at, updatedAt: row.updated_at },
  };
}

export function shownOf(row: ShownRow): ShownTenant {
  return { record: recordOf(row), owner: row.owner, cloudName: row.cloud_name, lastRun: row.last_run };
}

import type pg from "pg";
import type { ScheduleStanding } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { PolicyStore, StoredPolicy } from "../../schedule/ports.ts";
import { isMissingParent } from "./database-problem.ts";

export interface PolicyRow {
  readonly version: number;
  readonly changes: StoredPolicy["changes"];
  readonly drift: StoredPolicy["drift"];
  readonly time_zone: string;
  readonly window_cron: string | null;
  readonly window_minutes: number | null;
  readonly power_stop: string | null;
  readonly power_start: string | null;
  readonly maintenance: boolean;
  readonly changed_at: Date;
  readonly changed_by: string;
}

export const POLICY_COLUMNS = `policy.version, policy.changes, policy.drift, policy.time_zone, policy.window_cron,
  policy.window_minutes, policy.power_stop, policy.power_start, policy.maintenance, policy.changed_at, policy.changed_by`;

/** Owners' policies in PostgreSQL. */
export function makePolicyStore(pool: Pick<pg.Pool, "query">): PolicyStore {
  return {
    async find(workspaceId) {
      const { rows } = await pool.query<PolicyRow & { readonly standing: ScheduleStanding | null }>(
        `select ${POLICY_COLUMNS}, look.standing
           from workspace_policy policy left join schedule_look look using (workspace_id)
          where policy.workspace_id = $1`,
        [workspaceId],
      );
      const row = rows[0];
      return row === undefined ? null : { ...policyOf(row), standing: row.standing };
    },

    async save(workspaceId, { window, power, ...policy }, changedBy, basedOn) {
      try {
        const { rowCount } = await pool.query(
          `insert into workspace_policy as present
             (workspace_id, changes, drift, time_zone, window_cron, window_minutes, power_stop, power_start, maintenance,
              changed_by)
           select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
            where $11::integer is null or $11 = coalesce(
                    (select version from workspace_policy where workspace_id = $1), 0)
           on conflict (workspace_id) do update
             set changes = excluded.changes, drift = excluded.drift, time_zone = excluded.time_zone,
                 window_cron = excluded.window_cron, window_minutes = excluded.window_minutes,
                 power_stop = excluded.power_stop, power_start = excluded.power_start,
                 maintenance = excluded.maintenance, changed_by = excluded.changed_by, changed_at = now(),
                 version = present.version + 1
           where $11::integer is null or present.version = $11`,
          [
            ...[workspaceId, policy.changes, policy.drift, policy.timeZone, window?.cron ?? null],
            ...[window?.minutes ?? null, power?.stop ?? null, power?.start ?? null, policy.maintenance, changedBy],
            basedOn ?? null,
          ],
        );
        return rowCount === 1;
      } catch (error) {
        if (!isMissingParent(error, "workspace_policy_workspace_id_fkey")) throw error;
        throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId }, { cause: error });
      }
    },
  };
}

export function policyOf(row: PolicyRow): StoredPolicy {
  return {
    ...{ version: row.version, changes: row.changes, drift: row.drift, timeZone: row.time_zone },
    ...{ maintenance: row.maintenance, changedAt: row.changed_at, changedBy: row.changed_by },
    window: row.window_cron === null ? null : { cron: row.window_cron, minutes: row.window_minutes ?? 0 },
    power: row.power_stop === null ? null : { stop: row.power_stop, start: row.power_start ?? "" },
  };
}

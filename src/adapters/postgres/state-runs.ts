import type pg from "pg";
import type { StateRuns } from "../../state/ports.ts";
import { RUN_CHANGE } from "./run-changes.ts";

/** A run that is over. Anything else counts as alive, also a status that a later version adds. */
const OVER = "('applied', 'planned-and-finished', 'discarded', 'canceled', 'errored')";

/** What states need to know of runs, from PostgreSQL. */
export function makeStateRuns(pool: Pick<pg.Pool, "query">): StateRuns {
  return {
    async live(workspaceId, site) {
      const { rows } = await pool.query<{ id: string; status: string }>(
        `select id, status from run
          where workspace_id = $1 and site = $2 and status <> 'planned' and status not in ${OVER}`,
        [workspaceId, site],
      );
      return rows[0] ?? null;
    },

    async isLive(runId) {
      const { rows } = await pool.query(`select 1 from run where id = $1 and status not in ${OVER}`, [runId]);
      return rows.length > 0;
    },

    async waitingPlan(workspaceId, site) {
      const { rows } = await pool.query<{ id: string; state_serial: string | null }>(
        `select run.id, run_plan.state_serial from run join run_plan on run_plan.run_id = run.id
          where workspace_id = $1 and site = $2 and status = 'planned'`,
        [workspaceId, site],
      );
      const row = rows[0];
      if (row === undefined) return null;
      return { runId: row.id, basedOn: row.state_serial === null ? null : Number(row.state_serial) };
    },

    async tellWaitingPlan(workspaceId, site, serial, because) {
      await pool.query(
        `with counted as (
           update run set event_count = event_count + 1
            where workspace_id = $1 and site = $2 and status = 'planned' returning id, event_count),
         written as (
           insert into run_event (run_id, sequence, at, kind, phase, text, progress)
           select id, event_count, now(), 'log', 'plan', $3, null from counted)
         select pg_notify($4, id::text) from counted`,
        [
          ...[workspaceId, site],
          `The state moved on to serial ${serial} by ${because}: this plan is stale and can no longer be applied. Plan again.`,
          RUN_CHANGE,
        ],
      );
    },
  };
}

import type pg from "pg";
import type { SiteRunStore } from "../../run/ports.ts";
import { RUN_COLUMNS, type RunRow, runOf } from "./run-row.ts";

type SiteRunRow = RunRow & { readonly cloud_name: string | null; readonly worker_host: string | null };

/** Runs over all accounts; for a pool that row-level security does not narrow. */
export function makeSiteRunStore(pool: Pick<pg.Pool, "query">): SiteRunStore {
  return {
    async unfinished({ after, limit }) {
      const { rows } = await pool.query<SiteRunRow>(
        `select ${RUN_COLUMNS}, cloud.name as cloud_name,
                case when run.claimed_until > now() then worker.host_name end as worker_host
           from run left join cloud on cloud.id = run.cloud_id left join worker on worker.id = run.claimed_by
          where run.status in ('pending', 'planning', 'planned', 'confirmed', 'applying')
            and ($1::uuid is null or run.queue_order > (select queue_order from run where id = $1))
          order by run.queue_order limit $2`,
        [after, limit],
      );
      return rows.map((row) => ({ ...runOf(row), cloudName: row.cloud_name, workerHost: row.worker_host }));
    },

    async ownerOf(runId) {
      const { rows } = await pool.query<{ owner_id: string }>("select owner_id from run where id = $1", [runId]);
      return rows[0]?.owner_id ?? null;
    },
  };
}

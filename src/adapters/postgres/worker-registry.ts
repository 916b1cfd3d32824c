import type pg from "pg";
import { type SeenWorker, WORKER_SILENT_SECONDS, type WorkerRegistry } from "../../run/ports.ts";

interface WorkerRow {
  readonly id: string;
  readonly host_id: string;
  readonly host_name: string;
  readonly version: string;
  readonly concurrency: number;
  readonly started_at: Date;
  readonly last_seen_at: Date;
  readonly stopping: boolean;
  readonly alive: boolean;
  readonly active: number;
}

/** Workers' signs of life. Time is the database's, so that no host's clock decides who is dead. */
export function makeWorkerRegistry(pool: pg.Pool): WorkerRegistry {
  return {
    async seen(worker) {
      await pool.query(
        `with gone as (delete from worker where last_seen_at < now() - interval '1 day')
         insert into worker (id, host_id, host_name, version, concurrency, stopping) values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do update set last_seen_at = now(), stopping = excluded.stopping`,
        [worker.id, worker.hostId, worker.hostName, worker.version, worker.concurrency, worker.stopping],
      );
    },

    async leave(workerId) {
      await pool.query("delete from worker where id = $1", [workerId]);
    },

    async list() {
      const { rows } = await pool.query<WorkerRow>(
        `select worker.*, last_seen_at > now() - make_interval(secs => $1) as alive,
                (select count(*)::integer from run
                  where claimed_by = worker.id and claimed_until > now() and status in ('planning', 'applying')) as active
           from worker order by started_at desc, id`,
        [WORKER_SILENT_SECONDS],
      );
      return rows.map(workerOf);
    },
  };
}

function workerOf(row: WorkerRow): SeenWorker {
  return {
    id: row.id,
    hostId: row.host_id,
    hostName: row.host_name,
    version: row.version,
    concurrency: row.concurrency,
    stopping: row.stopping,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    alive: row.alive,
    active: row.active,
  };
}

import type pg from "pg";
import type { EngineVersions } from "../../contract/index.ts";
import { ENGINE_ENDS_SECONDS, type RunQueue, type WaitingFacts, WORKER_SILENT_SECONDS } from "../../run/ports.ts";
import { FLEET } from "./claim-next.ts";

interface WaitingRow {
  readonly id: string;
  readonly position: number | null;
  readonly workers: number;
  readonly owner_active: number;
  readonly owner_limit: number | null;
  readonly claim: WaitingFacts["claim"];
  readonly host_name: string | null;
  readonly host_alive: boolean;
  readonly engine_ends_at: Date | null;
  readonly locked_by: string | null;
  readonly silent_seconds: number | null;
  readonly pinned: EngineVersions | null;
  readonly power: boolean;
}

/** $1 as in FLEET, $2 run ids, $3 seconds after which an engine elsewhere has ended, $4 the versions that are here. */
const WAITING = `
  with ${FLEET},
  queue as (
    select id, owner_id, row_number() over (
             order by round, queue_order)::integer as position
      from (select run.id, run.owner_id, run.queue_order,
                   coalesce(busy.runs, 0) + row_number() over (partition by run.owner_id order by run.queue_order) as round
              from run left join busy on busy.owner_id = run.owner_id
             where run.status in ('pending', 'confirmed')
               and (run.claimed_until is null or run.claimed_until < now())) as ranked)
  select run.id, queue.position, share.workers, share.owner_limit, coalesce(busy.runs, 0) as owner_active,
         case when run.claimed_until > now() then 'held'
              when run.status in ('planning', 'applying') then 'lost' else 'none' end as claim,
         holder.host_name,
         exists (select from worker where host_id = run.claimed_host and not stopping
                    and last_seen_at > now() - make_interval(secs => $1)) as host_alive,
         case when run.status = 'applying' then run.claimed_until + make_interval(secs => $3) end as engine_ends_at,
         (select coalesce(document ->> 'Who', lock_id) from state_lock
           where state_lock.workspace_id = run.workspace_id and state_lock.site = run.site
             and state_lock.run_id is distinct from run.id) as locked_by,
         (select pin.versions from engine_pin pin
           where pin.workspace_id = run.workspace_id and pin.versions <> $4::jsonb) as pinned,
         exists (select from power_action power
                  where power.workspace_id = run.workspace_id and power.site = run.site
                    and power.finished_at is null) as power,
         extract(epoch from now() - run.last_heard_at)::float8 as silent_seconds
    from run
    cross join share
    left join busy on busy.owner_id = run.owner_id
    left join queue on queue.id = run.id
    left join worker as holder on holder.id = run.claimed_by
   where run.id = any ($2::uuid[]) and run.status in ('pending', 'planning', 'planned', 'confirmed', 'applying')`;

/** The order of waiting runs over all owners; for a pool that row-level security does not narrow. */
export function makeRunQueue(pool: pg.Pool, versions: EngineVersions | null = null): RunQueue {
  return {
    async waiting(runIds) {
      if (runIds.length === 0) return new Map();
      const values = [WORKER_SILENT_SECONDS, runIds, ENGINE_ENDS_SECONDS, versions && JSON.stringify(versions)];
      const { rows } = await pool.query<WaitingRow>({ name: "run-waiting", text: WAITING, values });
      return new Map(rows.map((row) => [row.id, factsOf(row)]));
    },
  };
}

function factsOf(row: WaitingRow): WaitingFacts {
  return {
    position: row.position,
    workersAlive: row.workers,
    ownerActive: row.owner_active,
    ownerLimit: row.owner_limit,
    claim: row.claim,
    hostName: row.host_name,
    hostAlive: row.host_alive,
    engineEndsAt: row.engine_ends_at,
    lockedBy: row.locked_by,
    silentSeconds: row.silent_seconds,
    pinnedTo: row.pinned,
    powerChanges: row.power,
  };
}

import { RUN_COLUMNS } from "./run-row.ts";
/**
 * Slots of all living workers, how many of them one owner may hold while others could come, and how many runs each owner
 * has at work. Time is the database's. $1 is the number of seconds after which a silent worker counts as dead.
 */
export const FLEET = `
  fleet as (
    select coalesce(sum(concurrency), 0)::integer as slots, count(*)::integer as workers from worker
     where not stopping and last_seen_at > now() - make_interval(secs => $1)),
  share as (
    select slots, workers, case
             when slots > 0 and (select count(*) from (select from account where suspended_at is null and kind <> 'site' limit 2) as few) > 1
             then greatest(1, slots - greatest(1, slots / 4)) end as owner_limit
      from fleet),
  busy as (
    select owner_id, count(*)::integer as runs from run
     where status in ('pending', 'planning', 'confirmed', 'applying') and claimed_until > now()
     group by owner_id)`;

/**
 * Takes the next run. $2 worker, $3 lease in seconds, $4 host, $5 seconds after which an engine elsewhere has ended. What
 * $6 is the engine and providers that this worker has: a workspace held to others is not for it; null takes every one. What
 * was left by the dead goes first and beside the limits: it has waited already, and it holds its site. A site whose machine
 * is being started or stopped is left alone.
 */
export const CLAIM_NEXT = `
  with ${FLEET},
  chosen as (
    select run.id from run
      cross join share
      left join busy on busy.owner_id = run.owner_id
     where run.status in ('pending', 'planning', 'confirmed', 'applying')
       and (run.claimed_until is null or run.claimed_until < now())
       and (run.status <> 'applying' or run.claimed_host is null or run.claimed_host = $4
            or run.claimed_until is null or run.claimed_until < now() - make_interval(secs => $5))
       and ($6::jsonb is null or not exists (
             select from engine_pin pin where pin.workspace_id = run.workspace_id and pin.versions <> $6::jsonb))
       and (run.status in ('planning', 'applying') or not exists (
             select from power_action power
              where power.workspace_id = run.workspace_id and power.site = run.site and power.finished_at is null))
       and (run.status in ('planning', 'applying') or share.owner_limit is null
            or coalesce(busy.runs, 0) < share.owner_limit)
     order by run.status in ('planning', 'applying') desc, coalesce(busy.runs, 0), run.queue_order
     limit 1
     for update of run skip locked)
  update run
     set claim_epoch = claim_epoch + 1, claimed_by = $2, claimed_host = $4, last_heard_at = now(),
         claimed_until = now() + make_interval(secs => $3)
    from chosen
   where run.id = chosen.id
  returning ${RUN_COLUMNS}`;

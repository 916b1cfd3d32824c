import type pg from "pg";

/** Runs packed by one statement: what others wait for at most some milliseconds. */
const AT_ONCE = 100;
/** A worker's last lines may still be on their way when its run is over; later ones stand behind the packed ones. */
const SETTLED = "interval '5 seconds'";

/**
 * Puts the log of every run that is over into one row, and with it what the run made when it ended well; otherwise the
 * site's care still writes to that. Any number of services may do it at once.
 *
 * @returns how many runs were packed
 */
export async function packHistory(pool: Pick<pg.Pool, "query">): Promise<number> {
  let packed = 0;
  for (let some = AT_ONCE; some === AT_ONCE; packed += some) {
    const { rowCount } = await pool.query(
      `with over as (
         select id, status from run where not history_packed and finished_at < now() - ${SETTLED}
          order by finished_at limit ${AT_ONCE} for update skip locked),
       lines as (
         delete from run_event using over where run_id = over.id returning run_event.*),
       objects as (
         delete from run_object using over where run_id = over.id and over.status = 'applied' returning run_object.*),
       kept as (
         insert into run_history (run_id, last_sequence, lines, objects)
         select run_id, max(sequence),
                json_agg(json_build_array(sequence, (extract(epoch from at) * 1000)::bigint, kind, phase, text, progress)
                         order by sequence),
                (select json_agg(json_build_array(address, action, state, object_id) order by address)
                   from objects where objects.run_id = lines.run_id)
           from lines group by run_id)
       update run set history_packed = true from over where run.id = over.id`,
    );
    some = rowCount ?? 0;
  }
  return packed;
}

/**
 * Removes the plan files and Terraform texts of runs that are over, for none of them is ever applied again, and after
 * `keepDays` what was reviewed, too; the run's summary stays.
 *
 * @returns how many plans were removed wholly
 */
export async function dropOldPlans(pool: Pick<pg.Pool, "query">, keepDays: number): Promise<number> {
  await pool.query(
    `update run_plan set plan_file = null, terraform = null from run
      where run.id = run_id and plan_file is not null and run.finished_at < now() - ${SETTLED}`,
  );
  const { rowCount } = await pool.query(
    `delete from run_plan using run
      where run.id = run_id and run.finished_at < now() - ${SETTLED} - $1 * interval '1 day'`,
    [keepDays],
  );
  return rowCount ?? 0;
}

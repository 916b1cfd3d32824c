import type pg from "pg";
import type { BackupHeader } from "./backup-format.ts";

/** Far beyond what any claim of the lost database can have reached. */
const EPOCH_JUMP = 1_000_000;

/**
 * What is true of a restored database: the clouds went on without it. Claims and credentials of the lost one are worth
 * nothing, unfinished runs have ended, and every site that was ever applied is unclean, so that whatever is planned there
 * first lists its cloud and is reviewed.
 *
 * @returns how many sites wait to be looked at, and how many runs were ended
 */
export async function quarantine(
  client: pg.PoolClient,
  { madeAt }: Pick<BackupHeader, "madeAt">,
): Promise<{ readonly quarantined: number; readonly ended: number }> {
  const reason = `The service was restored from a database backup of ${madeAt}.`;
  const failure = {
    code: "interrupted",
    phase: "prepare",
    diagnostics: [],
    summary: "The service was restored from a database backup while this run was unfinished",
    detail: reason,
    remedy: "Start a new run: it first looks at what is on the cloud.",
  };
  await client.query("update run set claim_epoch = claim_epoch + $1, claimed_by = null, claimed_until = null", [
    EPOCH_JUMP,
  ]);
  const { rowCount: ended } = await client.query(
    `update run set status = 'errored', failure = $1, finished_at = now()
      where status in ('pending', 'planning', 'planned', 'confirmed', 'applying')`,
    [JSON.stringify(failure)],
  );
  // Whoever asked for it hours ago does not want it now.
  await client.query(
    `update power_action set claim_epoch = claim_epoch + $1, claimed_by = null, claimed_until = null, finished_at = now(),
            status = case when sent_at is null then 'canceled' else 'uncertain' end, detail = $2,
            problem = case when sent_at is not null then 'power-uncertain' end
      where finished_at is null`,
    [EPOCH_JUMP, reason],
  );
  const { rowCount: quarantined } = await client.query(
    `insert into site_condition as present
       (workspace_id, site, cloud_id, unclean, reason, run_id, run_kind, revision, ended_at)
     select distinct on (workspace_id, site, cloud_id)
            workspace_id, site, cloud_id, true, $1, id, kind, revision, now()
       from run
      where status in ('applied', 'errored', 'canceled')
      order by workspace_id, site, cloud_id, queue_order desc
     on conflict (workspace_id, site, cloud_id) do update
       set unclean = true, unclean_before = true, reason = excluded.reason, since = now(), ended_at = now(),
           inspected_at = null, look_at = now()`,
    [reason],
  );
  await client.query("delete from state_lock");
  await client.query("delete from state_credential");
  await client.query("delete from session");
  await client.query("delete from idempotency_key");
  await client.query("delete from worker");
  await client.query(
    "update webhook_delivery set status = 'failed', failure = $1, finished_at = now() where status = 'waiting'",
    [reason],
  );
  return { quarantined: quarantined ?? 0, ended: ended ?? 0 };
}

import type pg from "pg";
import { AppError } from "../../kernel/app-error.ts";

/**
 * Asks whether anything works on a workspace. Only an answer while its row is locked lasts.
 *
 * @throws AppError `run-active` naming the run, `state-locked` naming the site
 */
export async function refuseWhileBusy(client: pg.PoolClient, workspaceId: string): Promise<void> {
  const active = await client.query<{ id: string; site: string; status: string }>(
    `select id, site, status from run
      where workspace_id = $1 and status not in ('planned-and-finished', 'applied', 'discarded', 'canceled', 'errored')
      order by queue_order limit 1`,
    [workspaceId],
  );
  const run = active.rows[0];
  if (run !== undefined) {
    throw new AppError("run-active", `Run ${run.id} on ${run.site} is ${run.status}.`, {
      runId: run.id,
      site: run.site,
      status: run.status,
    });
  }
  const locked = await client.query<{ site: string }>("select site from state_lock where workspace_id = $1 limit 1", [
    workspaceId,
  ]);
  const lock = locked.rows[0];
  if (lock !== undefined) {
    throw new AppError("state-locked", `The state of ${lock.site} is locked.`, { site: lock.site });
  }
}

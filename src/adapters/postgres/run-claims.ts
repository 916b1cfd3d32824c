import type pg from "pg";
import type { EngineVersions } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import {
  type Claim,
  type Delivery,
  ENGINE_ENDS_SECONDS,
  type RunPatch,
  type RunRecord,
  type RunStore,
  WORKER_SILENT_SECONDS,
} from "../../run/ports.ts";
import { CLAIM_NEXT } from "./claim-next.ts";
import { RUN_CHANGE } from "./run-changes.ts";
import { jsonOf, RUN_COLUMNS, type RunRow, runOf } from "./run-row.ts";
import { withTransaction } from "./with-transaction.ts";

export type Enqueue = Delivery["enqueue"];
type Queryable = Pick<pg.Pool, "query"> | Pick<pg.PoolClient, "query">;

/** Claims and changes of status: the writes that decide who may do what. Time is the database's, so no worker's clock matters. */
export function makeRunClaims(
  pool: pg.Pool,
  enqueue: Enqueue,
  versions: EngineVersions | null,
): Pick<RunStore, "claimNext" | "renewClaim" | "transition" | "requestCancel" | "cancelRequested"> {
  /** A change that leaves the run to some worker: the change and its announcement are one. */
  function announced<T extends { readonly rowCount: number | null }>(
    runId: string,
    change: (db: Queryable) => Promise<T>,
  ): Promise<T> {
    return withTransaction(pool, async (client) => {
      const result = await change(client);
      if (result.rowCount !== 1) return result;
      await enqueue(client, runId);
      // To everybody: whose run it is decides who claims it.
      await client.query("select pg_notify($1, '')", [RUN_CHANGE]);
      return result;
    });
  }

  /** An apply keeps the time: another host may only take it once the engine here has certainly ended. */
  async function giveBack(runId: string, epoch: number): Promise<boolean> {
    const { rowCount } = await announced(runId, (db) =>
      db.query(
        `with freed as (
           update run set claimed_until = case when status = 'applying' then now() end
            where id = $1 and claim_epoch = $2 and claimed_until is not null
           returning id)
         select pg_notify($3, id::text) from freed`,
        [runId, epoch, RUN_CHANGE],
      ),
    );
    return rowCount === 1;
  }

  return {
    async claimNext(workerId, leaseSeconds, hostId = workerId): Promise<Claim | null> {
      const { rows } = await pool.query<RunRow>(CLAIM_NEXT, [
        ...[WORKER_SILENT_SECONDS, workerId, leaseSeconds, hostId, ENGINE_ENDS_SECONDS],
        versions === null ? null : JSON.stringify(versions),
      ]);
      const row = rows[0];
      return row === undefined ? null : { run: runOf(row), epoch: row.claim_epoch };
    },

    async renewClaim(runId, epoch, leaseSeconds) {
      if (leaseSeconds <= 0) return giveBack(runId, epoch);
      const { rowCount } = await pool.query(
        `update run set claimed_until = now() + make_interval(secs => $3)
          where id = $1 and claim_epoch = $2 and claimed_until is not null`,
        [runId, epoch, leaseSeconds],
      );
      return rowCount === 1;
    },

    async transition(runId, from, to, patch: RunPatch, epoch): Promise<RunRecord> {
      const change = (db: Queryable) =>
        db.query<RunRow>(
          `with changed as (
           update run
              set status = $3,
                  summary = case when $4 then $5::json else summary end,
                  failure = case when $6 then $7::json else failure end,
                  planned_at = coalesce($8, planned_at),
                  confirmed_at = case when $3 = 'confirmed' then now() else confirmed_at end,
                  finished_at = coalesce($9, finished_at),
                  cancel_requested = coalesce($12, cancel_requested),
                  claimed_until = case when $3 in ('planning', 'applying') then claimed_until end
            where id = $1 and status = $2 and ($10::integer is null or claim_epoch = $10)
           returning ${RUN_COLUMNS})
         select ${RUN_COLUMNS}, pg_notify($11, run.id::text) from changed as run`,
          [
            ...[runId, from, to, patch.summary !== undefined, jsonOf(patch.summary), patch.failure !== undefined],
            ...[jsonOf(patch.failure), patch.plannedAt ?? null, patch.finishedAt ?? null, epoch ?? null, RUN_CHANGE],
            patch.cancelRequested ?? null,
          ],
        );
      const { rows } = await (to === "confirmed" ? announced(runId, change) : change(pool));
      const row = rows[0];
      if (row === undefined) throw await explainRefusal(pool, runId, from, to, epoch);
      return runOf(row);
    },

    async requestCancel(runId, how) {
      await pool.query(
        `with asked as (
           update run set cancel_requested = $2 where id = $1 and cancel_requested <> 'forced' returning id)
         select pg_notify($3, id::text) from asked`,
        [runId, how, RUN_CHANGE],
      );
    },

    async cancelRequested(runId) {
      const { rows } = await pool.query<Pick<RunRow, "cancel_requested">>(
        "select cancel_requested from run where id = $1",
        [runId],
      );
      return rows[0]?.cancel_requested ?? "forced";
    },
  };
}

async function explainRefusal(
  pool: pg.Pool,
  runId: string,
  from: string,
  to: string,
  epoch: number | undefined,
): Promise<AppError> {
  const { rows } = await pool.query<Pick<RunRow, "status" | "claim_epoch">>(
    "select status, claim_epoch from run where id = $1",
    [runId],
  );
  const row = rows[0];
  const facts = { runId, from, to, status: row?.status ?? null };
  if (row === undefined) return new AppError("illegal-transition", `Run ${runId} is gone.`, facts);
  const present = row.status === from && epoch !== undefined ? "claimed by another worker" : row.status;
  return new AppError("illegal-transition", `Run ${runId} is ${present}; it cannot go from ${from} to ${to}.`, facts);
}

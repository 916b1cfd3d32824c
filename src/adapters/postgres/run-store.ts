import type pg from "pg";
import type { EngineVersions } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { RunRecord, RunStore } from "../../run/ports.ts";
import { isDuplicate, isMissingParent } from "./database-problem.ts";
import { makeRunChanges, RUN_CHANGE } from "./run-changes.ts";
import { type Enqueue, makeRunClaims } from "./run-claims.ts";
import { makeRunPlans } from "./run-plans.ts";
import { eventOf, jsonOf, RUN_COLUMNS, type RunEventRow, type RunRow, runOf } from "./run-row.ts";
import type { Keyring } from "./sealing/open-keyring.ts";
import { withTransaction } from "./with-transaction.ts";

export interface RunStoreOptions {
  /** Called inside the transaction that makes a run wait for a worker. */
  readonly enqueue: Enqueue;
  /** What the worker of this store has; workspaces held to others are left to other workers. */
  readonly versions?: EngineVersions;
}

/** Nothing is announced: workers find runs by looking. */
const SILENT: RunStoreOptions = { enqueue: async () => undefined };

/** Runs in PostgreSQL: at most one active run per site, fenced claims, and a log numbered per run. */
export function makeRunStore(
  pool: pg.Pool,
  keyring: Pick<Keyring, "workspaces">,
  { enqueue, versions }: RunStoreOptions = SILENT,
): RunStore {
  return {
    ...makeRunClaims(pool, enqueue, versions ?? null),
    ...makeRunPlans(pool, keyring),
    onChange: makeRunChanges(pool),

    async create(runs) {
      try {
        await withTransaction(pool, async (client) => {
          for (const run of runs) await insert(client, run);
          for (const run of runs) await enqueue(client, run.id);
          await client.query("select pg_notify($1, '')", [RUN_CHANGE]);
        });
      } catch (error) {
        if (isMissingParent(error, "run_workspace_id_fkey")) throw workspaceGone(runs, error);
        if (!isDuplicate(error, "run_one_active_per_site")) throw error;
        throw await explainActive(pool, runs, error);
      }
    },

    async find(ownerId, id) {
      const { rows } = await pool.query<RunRow>(`select ${RUN_COLUMNS} from run where id = $1 and owner_id = $2`, [
        id,
        ownerId,
      ]);
      return rows[0] === undefined ? null : runOf(rows[0]);
    },

    async list(ownerId, { workspaceId, status, limit, before }) {
      const { rows } = await pool.query<RunRow>(
        `select ${RUN_COLUMNS} from run
          where owner_id = $1 and ($2::uuid is null or workspace_id = $2) and ($3::text is null or status = $3)
            and ($5::uuid is null
                 or queue_order < (select queue_order from run where id = $5 and owner_id = $1))
          order by queue_order desc
          limit $4`,
        [ownerId, workspaceId ?? null, status ?? null, limit, before ?? null],
      );
      return rows.map(runOf);
    },

    async appendEvents(runId, events) {
      // The counter's row lock numbers the lines of one run without a gap, whoever writes them.
      await pool.query(
        `with counted as (
           update run set event_count = event_count + json_array_length($2::json), last_heard_at = now()
            where id = $1::uuid
           returning event_count - json_array_length($2::json) as base),
         written as (
           insert into run_event (run_id, sequence, at, kind, phase, text, progress)
           select $1::uuid, counted.base + line.ordinal, (line.event ->> 'at')::timestamptz, line.event ->> 'kind',
                  line.event ->> 'phase', line.event ->> 'text', line.event -> 'progress'
             from counted, json_array_elements($2::json) with ordinality as line (event, ordinal)
           returning 1)
         select pg_notify($3, $1::uuid::text)`,
        [runId, jsonOf(events), RUN_CHANGE],
      );
    },

    async events(runId, afterSequence, limit) {
      const { rows } = await pool.query<RunEventRow>(
        // One statement, for a log may be packed in this very moment: it is seen before or after, never in between.
        `select run_id, (line ->> 0)::integer as sequence, to_timestamp((line ->> 1)::bigint / 1000.0) as at,
                line ->> 2 as kind, line ->> 3 as phase, line ->> 4 as text, line -> 5 as progress
           from run_history, json_array_elements(lines) line
          where run_id = $1 and last_sequence > $2 and (line ->> 0)::integer > $2
          union all
         select run_id, sequence, at, kind, phase, text, progress from run_event where run_id = $1 and sequence > $2
          order by sequence limit $3`,
        [runId, afterSequence, limit],
      );
      return rows.map(eventOf);
    },
  };
}

async function insert(client: pg.PoolClient, run: RunRecord): Promise<void> {
  await client.query(
    `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason, revision,
                      auto_apply, status, cancel_requested, summary, failure, created_by, created_at, planned_at,
                      finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      ...[run.id, run.workspaceId, run.workspaceName, run.ownerId, run.groupId, run.site, run.role, run.cloudId],
      ...[run.kind, run.reason, run.revision, run.autoApply, run.status, run.cancelRequested, jsonOf(run.summary)],
      ...[jsonOf(run.failure), run.createdBy, run.createdAt, run.plannedAt, run.finishedAt],
    ],
  );
}

/** Names the run that is in the way; it may have ended in this very moment. */
async function explainActive(pool: pg.Pool, runs: readonly RunRecord[], cause: unknown): Promise<AppError> {
  for (const run of runs) {
    const { rows } = await pool.query<Pick<RunRow, "id" | "status">>(
      `select id, status from run
        where workspace_id = $1 and site = $2
          and status in ('pending', 'planning', 'planned', 'confirmed', 'applying')`,
      [run.workspaceId, run.site],
    );
    const active = rows[0];
    if (active === undefined) continue;
    const facts = { runId: active.id, status: active.status, site: run.site };
    const detail = `Run ${active.id} is ${active.status} on ${run.workspaceName}/${run.site}.`;
    return new AppError("run-active", detail, facts, { cause });
  }
  return new AppError("run-active", "Another run was active on this site a moment ago; try again.", {}, { cause });
}

/** The workspace was removed in the very moment in which the run was to start. */
function workspaceGone(runs: readonly RunRecord[], cause: unknown): AppError {
  const workspaceId = runs[0]?.workspaceId ?? "";
  return new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId }, { cause });
}

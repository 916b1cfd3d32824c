import type pg from "pg";
import { AppError } from "../../kernel/app-error.ts";
import type { LastPower, NewPowerRecord, PowerRecord, PowerStore } from "../../power/ports.ts";
import { isDuplicate } from "./database-problem.ts";
import { POWER_COLUMNS, type PowerRow, powerOf } from "./power-row.ts";
import { RUN_CHANGE } from "./run-changes.ts";
import { withTransaction } from "./with-transaction.ts";

interface ClaimRow extends PowerRow {
  readonly claim_epoch: number;
  readonly age_ms: number;
  readonly sent_ms_ago: number | null;
}

const HELD = "id = $1 and claim_epoch = $2 and finished_at is null";

/** Power actions in PostgreSQL; time is the database's. Workers are woken up by the runs' own notification. */
export function makePowerStore(pool: pg.Pool): PowerStore {
  return {
    create: (record) =>
      withTransaction(pool, async (client) => {
        await client.query("select lock_site($1, $2)", [record.workspaceId, record.site]);
        await refuseBesideRun(client, record);
        return insert(client, record);
      }),

    async find(workspaceId, id) {
      const { rows } = await pool.query<PowerRow>(
        `select ${POWER_COLUMNS} from power_action join workspace on workspace.id = workspace_id
          where power_action.id = $1 and workspace_id = $2`,
        [id, workspaceId],
      );
      return rows[0] === undefined ? null : powerOf(rows[0]);
    },

    async list(workspaceId, { limit, before }) {
      const { rows } = await pool.query<PowerRow>(
        `select ${POWER_COLUMNS} from power_action join workspace on workspace.id = workspace_id
          where workspace_id = $1
            and ($2::uuid is null or ordinal < (select ordinal from power_action where id = $2 and workspace_id = $1))
          order by ordinal desc limit $3`,
        [workspaceId, before, limit],
      );
      return rows.map(powerOf);
    },

    async claimNext(workerId, leaseSeconds) {
      // Mostly there is none, and asking changes nothing.
      const free = "finished_at is null and (claimed_until is null or claimed_until < now())";
      const { rowCount } = await pool.query(`select from power_action where ${free} limit 1`);
      if (rowCount === 0) return null;
      const { rows } = await pool.query<ClaimRow>(
        `with taken as (
           update power_action
              set claim_epoch = claim_epoch + 1, claimed_by = $1, claimed_until = now() + make_interval(secs => $2)
            where id = (select id from power_action where ${free} order by ordinal limit 1 for update skip locked)
           returning *)
         select ${POWER_COLUMNS.replaceAll("power_action.", "taken.")}, claim_epoch,
                (extract(epoch from now() - taken.created_at) * 1000)::float8 as age_ms,
                (extract(epoch from now() - sent_at) * 1000)::float8 as sent_ms_ago
           from taken join workspace on workspace.id = workspace_id`,
        [workerId, leaseSeconds],
      );
      const row = rows[0];
      if (row === undefined) return null;
      return { record: powerOf(row), epoch: row.claim_epoch, ageMs: row.age_ms, sentMsAgo: row.sent_ms_ago };
    },

    async renewClaim(id, epoch, leaseSeconds) {
      const { rowCount } = await pool.query(
        `update power_action set claimed_until = case when $3 > 0 then now() + make_interval(secs => $3) end
          where ${HELD}`,
        [id, epoch, leaseSeconds],
      );
      return rowCount === 1;
    },

    async noteSending(id, epoch, mark) {
      const { rowCount } = await pool.query(
        `update power_action
            set status = 'working', detail = null, sent_at = now(), mark = $3, accepted_at = null, ticket = null
          where ${HELD}`,
        [id, epoch, mark],
      );
      return rowCount === 1;
    },

    async noteAccepted(id, epoch, ticket) {
      const { rowCount } = await pool.query(`update power_action set accepted_at = now(), ticket = $3 where ${HELD}`, [
        id,
        epoch,
        ticket,
      ]);
      return rowCount === 1;
    },

    async noteWaiting(id, epoch, detail) {
      await pool.query(`update power_action set detail = $3 where ${HELD}`, [id, epoch, detail]);
    },

    async finish(id, epoch, { status, detail, problem }) {
      const { rowCount } = await pool.query(
        `with ended as (
           update power_action
              set status = $3, detail = $4, problem = $5, finished_at = now(), claimed_until = null
            where ${HELD}
           returning id)
         select pg_notify($6, '') from ended`,
        [id, epoch, status, detail, problem, RUN_CHANGE],
      );
      return rowCount === 1;
    },

    async cancel(workspaceId, id, detail) {
      const { rows } = await pool.query<PowerRow>(
        `with canceled as (
           update power_action
              set status = 'canceled', detail = $3, finished_at = now(), claimed_until = null
            where id = $1 and workspace_id = $2 and status = 'waiting'
           returning *)
         select ${POWER_COLUMNS.replaceAll("power_action.", "canceled.")}, pg_notify($4, '')
           from canceled join workspace on workspace.id = workspace_id`,
        [id, workspaceId, detail, RUN_CHANGE],
      );
      return rows[0] === undefined ? null : powerOf(rows[0]);
    },

    async last(workspaceId, site) {
      const { rows } = await pool.query<{ action: LastPower["action"]; created_by: string; finished_at: Date }>(
        `select action, created_by, finished_at from power_action
          where workspace_id = $1 and site = $2 and status = 'done'
            and finished_at > coalesce((select max(finished_at) from run
                  where workspace_id = $1 and site = $2 and status = 'applied'), '-infinity')
          order by ordinal desc limit 1`,
        [workspaceId, site],
      );
      const row = rows[0];
      return row === undefined ? null : { action: row.action, createdBy: row.created_by, finishedAt: row.finished_at };
    },
  };
}

/** A plan that waits for review is no hindrance: nothing works on the site. */
async function refuseBesideRun(client: pg.PoolClient, { workspaceId, site }: NewPowerRecord): Promise<void> {
  const { rows } = await client.query<{ id: string; status: string }>(
    `select id, status from run
      where workspace_id = $1 and site = $2 and status in ('pending', 'planning', 'confirmed', 'applying')`,
    [workspaceId, site],
  );
  const run = rows[0];
  if (run === undefined) return;
  throw new AppError("run-active", `Run ${run.id} on ${site} is ${run.status}; it may be at work on the machine.`, {
    runId: run.id,
    site,
    status: run.status,
  });
}

async function insert(client: pg.PoolClient, record: NewPowerRecord): Promise<PowerRecord> {
  try {
    const { rows } = await client.query<PowerRow>(
      `with made as (
         insert into power_action (id, workspace_id, workspace_name, site, role, cloud_id, instance_id, action, hard,
                                   created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         returning *)
       select ${POWER_COLUMNS.replaceAll("power_action.", "made.")}, pg_notify($11, '')
         from made join workspace on workspace.id = workspace_id`,
      [
        ...[record.id, record.workspaceId, record.workspaceName, record.site, record.role, record.cloudId],
        ...[record.instanceId, record.action, record.hard, record.createdBy, RUN_CHANGE],
      ],
    );
    const row = rows[0];
    if (row === undefined) throw new AppError("not-found", `There is no workspace ${record.workspaceId}.`);
    return powerOf(row);
  } catch (error) {
    if (!isDuplicate(error, "power_one_open_per_site")) throw error;
    const text = `Something else is under way with the machine on ${record.site}.`;
    throw new AppError("power-active", text, { workspaceId: record.workspaceId, site: record.site });
  }
}

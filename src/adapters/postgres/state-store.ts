import type pg from "pg";
import type { SiteKey } from "../../contract/index.ts";
import type { StateLock, StateStore, StateVersion } from "../../state/ports.ts";
import { withTransaction } from "./with-transaction.ts";

interface VersionRow {
  readonly serial: string;
  readonly lineage: string;
  readonly md5: string;
  readonly bytes: Buffer;
  readonly run_id: string | null;
  readonly created_at: Date;
}

interface LockRow {
  readonly lock_id: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly run_id: string | null;
  readonly locked_at: Date;
}

type Queryable = Pick<pg.Pool, "query">;

/** Terraform states in PostgreSQL. Nothing is overwritten; the lock's row serializes the writers of a site. */
export function makeStateStore(pool: pg.Pool): StateStore {
  return {
    current: (workspaceId, site) => readCurrent(pool, workspaceId, site),

    async serial(workspaceId, site) {
      const { rows } = await pool.query<{ serial: string | null }>(
        "select max(serial) as serial from state_version where workspace_id = $1 and site = $2",
        [workspaceId, site],
      );
      const serial = rows[0]?.serial ?? null;
      return serial === null ? null : Number(serial);
    },

    async versions(workspaceId, site) {
      const { rows } = await pool.query<Omit<VersionRow, "bytes">>(
        `select serial, lineage, md5, run_id, created_at from state_version
          where workspace_id = $1 and site = $2 order by serial desc`,
        [workspaceId, site],
      );
      return rows.map(withoutBytes);
    },

    lock: (workspaceId, site) => readLock(pool, workspaceId, site, ""),

    async takeLock(workspaceId, site, lock) {
      for (;;) {
        const { rowCount } = await pool.query(
          `insert into state_lock (workspace_id, site, lock_id, document, run_id, locked_at)
           values ($1, $2, $3, $4, $5, $6) on conflict (workspace_id, site) do nothing`,
          [workspaceId, site, lock.id, JSON.stringify(lock.document), lock.runId, lock.lockedAt],
        );
        if (rowCount === 1) return null;
        const holder = await readLock(pool, workspaceId, site, "");
        // Released between the two looks: it is free, so it is tried again.
        if (holder !== null) return holder;
      }
    },

    async releaseLock(workspaceId, site, lockId) {
      const { rowCount } = await pool.query(
        "delete from state_lock where workspace_id = $1 and site = $2 and ($3::text is null or lock_id = $3)",
        [workspaceId, site, lockId],
      );
      return rowCount === 1;
    },

    async releaseLocksOf(runId) {
      const { rowCount } = await pool.query("delete from state_lock where run_id = $1", [runId]);
      return rowCount ?? 0;
    },

    async write(workspaceId, site, next, judge) {
      return withTransaction(pool, async (client) => {
        const lock = await readLock(client, workspaceId, site, "for update");
        const verdict = judge(await readCurrent(client, workspaceId, site), lock);
        if (verdict === "accept") await insertVersion(client, workspaceId, site, next);
        return verdict;
      });
    },

    async saveCredential(runId, workspaceId, site, passwordHash) {
      await pool.query(
        `insert into state_credential (run_id, workspace_id, site, password_hash) values ($1, $2, $3, $4)
         on conflict (run_id) do update set password_hash = excluded.password_hash`,
        [runId, workspaceId, site, passwordHash],
      );
    },

    async credential(runId) {
      const { rows } = await pool.query<{ workspace_id: string; site: SiteKey; password_hash: string }>(
        "select workspace_id, site, password_hash from state_credential where run_id = $1",
        [runId],
      );
      const row = rows[0];
      return row === undefined
        ? null
        : { workspaceId: row.workspace_id, site: row.site, passwordHash: row.password_hash };
    },

    async removeCredential(runId) {
      await pool.query("delete from state_credential where run_id = $1", [runId]);
    },
  };
}

async function readCurrent(db: Queryable, workspaceId: string, site: SiteKey): Promise<StateVersion | null> {
  const { rows } = await db.query<VersionRow>(
    "select * from state_version where workspace_id = $1 and site = $2 order by serial desc limit 1",
    [workspaceId, site],
  );
  const row = rows[0];
  return row === undefined ? null : { ...withoutBytes(row), bytes: row.bytes };
}

async function readLock(
  db: Queryable,
  workspaceId: string,
  site: SiteKey,
  locking: "" | "for update",
): Promise<StateLock | null> {
  const { rows } = await db.query<LockRow>(
    `select * from state_lock where workspace_id = $1 and site = $2 ${locking}`,
    [workspaceId, site],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return { id: row.lock_id, document: row.document, lockedAt: row.locked_at, runId: row.run_id };
}

async function insertVersion(
  client: pg.PoolClient,
  workspaceId: string,
  site: SiteKey,
  next: StateVersion,
): Promise<void> {
  await client.query(
    `insert into state_version (workspace_id, site, serial, lineage, md5, bytes, run_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [...[workspaceId, site, next.serial, next.lineage, next.md5, Buffer.from(next.bytes), next.runId, next.createdAt]],
  );
}

function withoutBytes(row: Omit<VersionRow, "bytes">): Omit<StateVersion, "bytes"> {
  return {
    serial: Number(row.serial),
    lineage: row.lineage,
    md5: row.md5,
    createdAt: row.created_at,
    runId: row.run_id,
  };
}

import type pg from "pg";
import type { SiteKey } from "../../contract/index.ts";
import type { StateLock, StateStore } from "../../state/ports.ts";
import { againAfterDeadlock } from "./again-after-deadlock.ts";
import { type LockRow, lockOf } from "./state-row.ts";

type Locks = Pick<StateStore, "lock" | "takeLock" | "releaseLock" | "wasReleased">;

/** Only for a run: a tenant, who may lock for a rollback, must not even name the table of credentials. */
const STILL_OPEN = "where $5 in (select run_id from state_credential where run_id = $5 for share)";

/** Terraform's locks: one row per locked site, which also serializes the site's writers. */
export function makeStateLocks(pool: pg.Pool): Locks {
  const query = (text: string, values: readonly unknown[]) => againAfterDeadlock(() => pool.query(text, [...values]));
  return {
    lock: (workspaceId, site) => readLock(pool, workspaceId, site, ""),

    async takeLock(workspaceId, site, lock) {
      for (;;) {
        const { rowCount } = await query(
          `insert into state_lock (workspace_id, site, lock_id, document, run_id, person_id, person_name, locked_at)
           select $1::uuid, $2, $3, $4::json, $5::uuid, $6, $7, $8::timestamptz
            ${lock.runId === null ? "" : STILL_OPEN}
           on conflict (workspace_id, site) do nothing`,
          [
            ...[workspaceId, site, lock.id, JSON.stringify(lock.document), lock.runId],
            ...[lock.person?.id ?? null, lock.person?.name ?? null, lock.lockedAt],
          ],
        );
        if (rowCount === 1) return null;
        const holder = await readLock(pool, workspaceId, site, "");
        if (holder !== null) return holder;
        if (lock.runId !== null && !(await hasCredential(pool, lock.runId))) return "closed";
        // Released between the two looks: it is free, so it is tried again.
      }
    },

    async releaseLock(workspaceId, site, lockId) {
      const { rowCount } = await query(
        `with gone as (
           delete from state_lock where workspace_id = $1 and site = $2 and ($3::text is null or lock_id = $3)
           returning workspace_id, site, lock_id, run_id, person_id),
         forgotten as (
           delete from state_unlock using gone
            where state_unlock.workspace_id = gone.workspace_id and released_at < now() - interval '1 hour'
              and state_unlock.lock_id <> gone.lock_id)
         insert into state_unlock (workspace_id, site, lock_id, run_id, person_id) select * from gone
         on conflict (workspace_id, site, lock_id) do update
           set run_id = excluded.run_id, person_id = excluded.person_id, released_at = excluded.released_at`,
        [workspaceId, site, lockId],
      );
      return rowCount === 1;
    },

    async wasReleased(workspaceId, site, lockId, { runId, personId }) {
      const { rows } = await pool.query(
        `select 1 from state_unlock
          where workspace_id = $1 and site = $2 and lock_id = $3 and released_at > now() - interval '1 hour'
            and run_id is not distinct from $4::uuid and person_id is not distinct from $5::text`,
        [workspaceId, site, lockId, runId, personId],
      );
      return rows.length > 0;
    },
  };
}

async function hasCredential(pool: pg.Pool, runId: string): Promise<boolean> {
  const { rows } = await pool.query("select 1 from state_credential where run_id = $1", [runId]);
  return rows.length > 0;
}

const LOCK = "lock_id, document, run_id, person_id, person_name, locked_at";

export async function readLock(
  db: Pick<pg.Pool, "query">,
  workspaceId: string,
  site: SiteKey,
  locking: "" | "for update",
): Promise<StateLock | null> {
  const { rows } = await db.query<LockRow>({
    name: `state-lock ${locking}`,
    text: `select ${LOCK} from state_lock where workspace_id = $1 and site = $2 ${locking}`,
    values: [workspaceId, site],
  });
  return rows[0] === undefined ? null : lockOf(rows[0]);
}

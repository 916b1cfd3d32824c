import type pg from "pg";
import type { AuditEntry, AuditIntents } from "../../account/ports.ts";
import { makeNoteAudit } from "./note-audit.ts";
import { withTransaction } from "./with-transaction.ts";

/** No request lasts so long, and what does says now and then that it goes on; whoever began what is older has died. */
const DEAD_AFTER_SECONDS = 30 * 60;
const AT_ONCE = 100;

/** Intents in PostgreSQL. */
export function makeAuditIntents(pool: pg.Pool): AuditIntents {
  return {
    async begin(id, entry) {
      // Not waited for on the disk: whatever the act commits afterwards is behind it in the same log.
      await pool.query(
        `with quick as (select set_config('synchronous_commit', 'off', true))
         insert into audit_intent (id, entry) select $1, $2 from quick`,
        [id, JSON.stringify(entry)],
      );
    },

    end: (id, entry) =>
      withTransaction(pool, async (client) => {
        const { rowCount } = await client.query("delete from audit_intent where id = $1", [id]);
        if (rowCount === 1) await makeNoteAudit(client)(entry);
      }),
  };
}

/** Says that the act goes on, for one that lasts longer than any request. */
export async function renewAuditIntent(pool: pg.Pool, id: string): Promise<void> {
  await pool.query("update audit_intent set begun_at = now() where id = $1", [id]);
}

/**
 * Writes the lines of acts whose service died before it knew how they ended. Any number of services may do it at once.
 *
 * @returns how many lines were written
 */
export async function noteUnknownEnds(pool: pg.Pool, deadAfterSeconds = DEAD_AFTER_SECONDS): Promise<number> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ entry: AuditEntry }>(
      `delete from audit_intent where id in (
         select id from audit_intent where begun_at < now() - $1 * interval '1 second'
          order by begun_at limit ${AT_ONCE} for update skip locked)
       returning entry`,
      [deadAfterSeconds],
    );
    for (const { entry } of rows) await makeNoteAudit(client)({ ...entry, outcome: "unknown" });
    return rows.length;
  });
}

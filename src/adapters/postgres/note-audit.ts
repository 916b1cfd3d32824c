import type pg from "pg";
import type { NoteAudit } from "../../account/ports.ts";

/** Appends to the audit log in PostgreSQL, whose trigger lets nobody change a line afterwards. */
export function makeNoteAudit(pool: Pick<pg.Pool, "query">): NoteAudit {
  return async (entry) => {
    await pool.query(
      `insert into audit_entry (account_id, user_id, user_name, via, remote_address, request_id, action,
                                object_kind, object_id, object_name, outcome, detail)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        entry.accountId,
        entry.userId,
        entry.userName,
        entry.via,
        entry.origin.remoteAddress,
        entry.origin.requestId,
        entry.action,
        entry.object?.kind ?? null,
        entry.object?.id ?? null,
        entry.object?.name ?? null,
        entry.outcome,
        entry.detail,
      ],
    );
  };
}

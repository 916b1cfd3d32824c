import type pg from "pg";
import type { AuditLog } from "../../account/ports.ts";
import type { AuditEntry as AuditLine } from "../../contract/index.ts";

interface Row {
  readonly sequence: string;
  readonly at: Date;
  readonly account_id: string | null;
  readonly user_id: string | null;
  readonly user_name: string;
  readonly via: AuditLine["via"];
  readonly remote_address: string | null;
  readonly request_id: string | null;
  readonly action: string;
  readonly object_kind: string | null;
  readonly object_id: string | null;
  readonly object_name: string | null;
  readonly outcome: AuditLine["outcome"];
  readonly detail: AuditLine["detail"];
}

/** Reads the audit log of PostgreSQL. */
export function makeAuditLog(pool: Pick<pg.Pool, "query">): AuditLog {
  return {
    async page({ accountId, userId, from, until, user, action, object }, limit, before) {
      const { rows } = await pool.query<Row>(
        `select * from audit_entry
          where ($1::text is null or account_id = $1) and ($2::text is null or user_id = $2)
            and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
            and ($5::text is null or user_id = $5 or user_name = $5)
            and ($6::text is null or action = $6)
            and ($7::text is null or object_kind = $7 or object_id = $7 or object_name = $7)
            and ($8::bigint is null or sequence < $8)
          order by sequence desc limit $9`,
        [
          accountId,
          userId ?? null,
          from ?? null,
          until ?? null,
          user ?? null,
          action ?? null,
          object ?? null,
          before,
          limit,
        ],
      );
      return rows.map(lineOf);
    },
  };
}

function lineOf(row: Row): AuditLine {
  return {
    sequence: Number(row.sequence),
    at: row.at.toISOString(),
    accountId: row.account_id,
    userId: row.user_id,
    userName: row.user_name,
    via: row.via,
    remoteAddress: row.remote_address,
    requestId: row.request_id,
    action: row.action,
    objectKind: row.object_kind,
    objectId: row.object_id,
    objectName: row.object_name,
    outcome: row.outcome,
    detail: row.detail,
  };
}

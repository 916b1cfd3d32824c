import type pg from "pg";
import type { AccessLink, LinkStore, SignUpDraft } from "../../account/ports.ts";

interface LinkRow {
  readonly id: string;
  readonly kind: AccessLink["kind"];
  readonly user_id: string | null;
  readonly email: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly draft: SignUpDraft | null;
}

/** Links that work once, in PostgreSQL. */
export function makeAccessLinkStore(pool: pg.Pool): LinkStore {
  return {
    async create(link, tokenHash) {
      await pool.query(
        `insert into access_link (id, kind, token_hash, user_id, email, created_by, created_at, expires_at, draft)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          link.id,
          link.kind,
          tokenHash,
          link.userId,
          link.email,
          link.createdBy,
          link.createdAt,
          link.expiresAt,
          link.draft,
        ],
      );
    },

    async find(kind, tokenHash, now) {
      const { rows } = await pool.query<LinkRow>(
        `select id, kind, user_id, email, created_by, created_at, expires_at, draft from access_link
          where kind = $1 and token_hash = $2 and used_at is null and expires_at > $3`,
        [kind, tokenHash, now],
      );
      return rows[0] === undefined ? null : asLink(rows[0]);
    },

    async use(id, now) {
      const { rowCount } = await pool.query("update access_link set used_at = $2 where id = $1 and used_at is null", [
        id,
        now,
      ]);
      return rowCount === 1;
    },

    async useAll(userId, kind, now) {
      await pool.query("update access_link set used_at = $3 where user_id = $1 and kind = $2 and used_at is null", [
        userId,
        kind,
        now,
      ]);
    },
  };
}

function asLink(row: LinkRow): AccessLink {
  return {
    id: row.id,
    kind: row.kind,
    userId: row.user_id,
    email: row.email,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    draft: row.draft,
  };
}

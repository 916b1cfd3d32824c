import type pg from "pg";
import type { TokenStore } from "../../account/ports.ts";
import type { ApiToken } from "../../contract/index.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly scope: ApiToken["scope"];
  readonly organisation_id: string | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
}

/** People's API tokens in PostgreSQL. */
export function makeTokenStore(pool: pg.Pool): TokenStore {
  return {
    async create(token) {
      await pool.query(
        `insert into api_token (id, account_id, user_id, name, token_hash, scope, organisation_id, created_at, expires_at)
         values ($1, $2, $2, $3, $4, $5, $6, $7, $8)`,
        [
          token.id,
          token.userId,
          token.name,
          token.tokenHash,
          token.scope,
          token.organisationId,
          token.createdAt,
          token.expiresAt,
        ],
      );
    },

    async list(userId, now) {
      const { rows } = await pool.query<Row>(
        `select id, name, scope, organisation_id, created_at, expires_at, last_used_at from api_token
          where user_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2) order by created_at, id`,
        [userId, now],
      );
      return rows.map(tokenOf);
    },

    async revoke(userId, id, now) {
      const { rowCount } = await pool.query(
        "update api_token set revoked_at = $3 where user_id = $1 and id = $2 and revoked_at is null",
        [userId, id, now],
      );
      return rowCount === 1;
    },

    async revokeAll(userId, now) {
      const { rowCount } = await pool.query(
        "update api_token set revoked_at = $2 where user_id = $1 and revoked_at is null",
        [userId, now],
      );
      return rowCount ?? 0;
    },
  };
}

function tokenOf(row: Row): ApiToken {
  const { id, name, scope } = row;
  return {
    id,
    name,
    scope,
    organisationId: row.organisation_id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

import type pg from "pg";
import type { AccountStore } from "../../account/ports.ts";

/** Accounts and API tokens in PostgreSQL. */
export function makeAccountStore(pool: pg.Pool): AccountStore {
  return {
    async findByTokenHash(tokenHash) {
      const { rows } = await pool.query<{ id: string; name: string }>(
        `select account.id, account.name
           from api_token join account on account.id = api_token.account_id
          where api_token.token_hash = $1 and api_token.revoked_at is null`,
        [tokenHash],
      );
      const row = rows[0];
      return row ? { accountId: row.id, name: row.name } : null;
    },

    async ensureAccount({ accountId, name }) {
      await pool.query("insert into account (id, name) values ($1, $2) on conflict (id) do nothing", [accountId, name]);
    },

    async ensureToken({ id, accountId, name, tokenHash }) {
      await pool.query(
        `insert into api_token (id, account_id, name, token_hash) values ($1, $2, $3, $4)
         on conflict (token_hash) do nothing`,
        [id, accountId, name, tokenHash],
      );
    },
  };
}

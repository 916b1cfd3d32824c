import type pg from "pg";
import type { AccountStore, Scope } from "../../account/ports.ts";

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly organisation_id: string | null;
  readonly site_admin: boolean;
  readonly first_this_minute: boolean;
}

/** Accounts and API tokens in PostgreSQL. */
export function makeAccountStore(pool: pg.Pool): AccountStore {
  return {
    async findByTokenHash(tokenHash) {
      const { rows } = await pool.query<TokenRow>(
        `select account.id, account.name, api_token.scope, api_token.organisation_id, person.site_admin,
                api_token.last_used_at is null or api_token.last_used_at < date_trunc('minute', now()) as first_this_minute
           from api_token
           join person on person.account_id = api_token.user_id
           join account on account.id = person.account_id
          where api_token.token_hash = $1 and api_token.revoked_at is null
            and (api_token.expires_at is null or api_token.expires_at > now())
            and account.suspended_at is null`,
        [tokenHash],
      );
      const row = rows[0];
      if (row === undefined) return null;
      // A write per request would cost more than what it tells.
      if (row.first_this_minute) await noteUse(pool, tokenHash);
      const { id, name, scope, site_admin: siteAdmin, organisation_id: boundTo } = row;
      const principal = { accountId: id, name, userId: id, role: "owner", siteAdmin, scope, via: "token" } as const;
      return boundTo === null ? principal : { ...principal, boundTo };
    },

    async ensureAccount({ accountId, name }) {
      await pool.query(
        `with made as (
           insert into account (id, name, handle) values ($1, $2, $1) on conflict (id) do nothing returning id)
         insert into person (account_id, site_admin) select id, id = 'local' from made`,
        [accountId, name],
      );
    },

    async ensureToken({ id, accountId, name, tokenHash }) {
      await pool.query(
        `insert into api_token (id, account_id, user_id, name, token_hash) values ($1, $2, $2, $3, $4)
         on conflict (token_hash) do nothing`,
        [id, accountId, name, tokenHash],
      );
    },
  };
}

async function noteUse(pool: pg.Pool, tokenHash: string): Promise<void> {
  await pool.query(
    `update api_token set last_used_at = date_trunc('minute', now())
      where token_hash = $1 and (last_used_at is null or last_used_at < date_trunc('minute', now()))`,
    [tokenHash],
  );
}

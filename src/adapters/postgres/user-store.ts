import type pg from "pg";
import type { UserStore } from "../../account/ports.ts";
import type { User } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { isDuplicate } from "./database-problem.ts";
import { withTransaction } from "./with-transaction.ts";

interface Row {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly email: string | null;
  readonly site_admin: boolean;
  readonly suspended: boolean;
  readonly has_password: boolean;
  readonly second_factor: boolean;
  readonly created_at: Date;
  readonly organisations: readonly string[];
}

const SELECT = `select account.id, account.handle, account.name, person.email, person.site_admin,
    account.suspended_at is not null as suspended, person.password_hash is not null as has_password,
    person.totp_confirmed_at is not null as second_factor, account.created_at,
    array(select organisation.handle from membership join account organisation
            on organisation.id = membership.organisation_id
           where membership.user_id = account.id order by 1) as organisations
  from person join account on account.id = person.account_id`;

/** People in PostgreSQL, for administrators. */
export function makeUserStore(pool: pg.Pool): UserStore {
  return {
    async page(search, limit, after) {
      const { rows } = await pool.query<Row>(
        `${SELECT} where ($1::text is null or account.handle > $1)
            and ($2::text is null or position(lower($2) in lower(
                   account.handle || ' ' || account.name || ' ' || coalesce(person.email, ''))) > 0)
          order by account.handle limit $3`,
        [after, search ?? null, limit],
      );
      return rows.map(userOf);
    },

    async find(id) {
      const { rows } = await pool.query<Row>(`${SELECT} where account.id = $1`, [id]);
      return rows[0] ? userOf(rows[0]) : null;
    },

    async create({ id, handle, name, email, createdAt }) {
      try {
        await withTransaction(pool, async (client) => {
          await client.query("insert into account (id, handle, name, created_at) values ($1, $2, $3, $4)", [
            id,
            handle,
            name,
            createdAt,
          ]);
          await client.query("insert into person (account_id, email) values ($1, $2)", [id, email]);
        });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const taken = isDuplicate(error, "person_email") ? `e-mail address ${email}` : `handle "${handle}"`;
        throw new AppError("name-taken", `The ${taken} is in use.`, { handle }, { cause: error });
      }
    },

    async suspend(id, at) {
      await withTransaction(pool, async (client) => {
        await refuseForLastAdmin(client, id);
        await client.query("update account set suspended_at = coalesce(suspended_at, $2) where id = $1", [id, at]);
        await client.query("delete from session where user_id = $1", [id]);
        await client.query("update api_token set revoked_at = $2 where user_id = $1 and revoked_at is null", [id, at]);
      });
    },

    async unsuspend(id) {
      await pool.query("update account set suspended_at = null where id = $1", [id]);
    },

    async setSiteAdmin(id, siteAdmin) {
      await withTransaction(pool, async (client) => {
        if (!siteAdmin) await refuseForLastAdmin(client, id);
        await client.query("update person set site_admin = $2 where account_id = $1", [id, siteAdmin]);
      });
    },
  };
}

/** Locks the administrators, so that two of them cannot take each other's right away at once. */
export async function refuseForLastAdmin(client: pg.PoolClient, id: string): Promise<void> {
  const { rows } = await client.query<{ account_id: string }>(
    `select person.account_id from person join account on account.id = person.account_id
      where person.site_admin and account.suspended_at is null
      order by person.account_id for update`,
  );
  if (rows.length === 1 && rows[0]?.account_id === id) {
    throw new AppError("last-admin", "This is the only administrator of the site.", { userId: id });
  }
}

function userOf(row: Row): User {
  const { id, handle, name, email, suspended } = row;
  return {
    id,
    handle,
    name,
    email,
    siteAdmin: row.site_admin,
    suspended,
    hasPassword: row.has_password,
    secondFactor: row.second_factor,
    createdAt: row.created_at.toISOString(),
    organisations: [...row.organisations],
  };
}

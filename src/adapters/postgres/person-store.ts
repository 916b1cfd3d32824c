import type pg from "pg";
import type { NewPerson, Person, PersonStore } from "../../account/ports.ts";
import { isDuplicate } from "./database-problem.ts";
import { withTransaction } from "./with-transaction.ts";

interface PersonRow {
  readonly account_id: string;
  readonly handle: string;
  readonly name: string;
  readonly email: string | null;
  readonly email_confirmed_at: Date | null;
  readonly password_hash: string | null;
  readonly site_admin: boolean;
  readonly locale: string;
  readonly suspended: boolean;
  readonly second_factor: boolean;
}

const PERSON = `select person.account_id, coalesce(account.handle, account.id) as handle, account.name, person.email,
    person.email_confirmed_at, person.password_hash, person.site_admin, person.locale,
    account.suspended_at is not null as suspended, person.totp_confirmed_at is not null as second_factor
  from person join account on account.id = person.account_id`;

/** People in PostgreSQL. */
export function makePersonStore(pool: pg.Pool): PersonStore {
  async function one(condition: string, value: string): Promise<Person | null> {
    const { rows } = await pool.query<PersonRow>(`${PERSON} where ${condition}`, [value]);
    return rows[0] === undefined ? null : asPerson(rows[0]);
  }

  return {
    find: (accountId) => one("person.account_id = $1", accountId),
    findByEmail: (email) => one("lower(person.email) = lower($1)", email),

    async create(person) {
      try {
        await withTransaction(pool, (client) => insertPerson(client, person));
        return null;
      } catch (error) {
        if (isDuplicate(error, "person_email")) return "email";
        if (isDuplicate(error, "account_handle_key")) return "handle";
        throw error;
      }
    },

    async rename(accountId, { name, locale }) {
      await pool.query(
        `with renamed as (update account set name = coalesce($2, name) where id = $1)
         update person set locale = coalesce($3, locale) where account_id = $1`,
        [accountId, name ?? null, locale ?? null],
      );
    },

    async changeEmail(accountId, email, confirmedAt) {
      try {
        await pool.query("update person set email = $2, email_confirmed_at = $3 where account_id = $1", [
          accountId,
          email,
          confirmedAt,
        ]);
        return true;
      } catch (error) {
        if (isDuplicate(error, "person_email")) return false;
        throw error;
      }
    },

    async changePassword(accountId, passwordHash, at) {
      await pool.query("update person set password_hash = $2, password_changed_at = $3 where account_id = $1", [
        accountId,
        passwordHash,
        at,
      ]);
    },

    async rehash(accountId, oldHash, newHash) {
      await pool.query("update person set password_hash = $3 where account_id = $1 and password_hash = $2", [
        accountId,
        oldHash,
        newHash,
      ]);
    },
  };
}

async function insertPerson(client: pg.PoolClient, person: NewPerson): Promise<void> {
  const { accountId, handle, name, email, emailConfirmedAt, passwordHash, locale } = person;
  await client.query("insert into account (id, name, handle, kind) values ($1, $2, $3, 'user')", [
    accountId,
    name,
    handle,
  ]);
  await client.query(
    `insert into person (account_id, email, email_confirmed_at, password_hash, password_changed_at, locale)
     values ($1, $2, $3, $4::text, case when $4::text is null then null else now() end, $5)`,
    [accountId, email, emailConfirmedAt, passwordHash, locale],
  );
}

function asPerson(row: PersonRow): Person {
  return {
    accountId: row.account_id,
    handle: row.handle,
    name: row.name,
    email: row.email,
    emailConfirmedAt: row.email_confirmed_at,
    passwordHash: row.password_hash,
    siteAdmin: row.site_admin,
    locale: row.locale,
    suspended: row.suspended,
    secondFactor: row.second_factor,
  };
}

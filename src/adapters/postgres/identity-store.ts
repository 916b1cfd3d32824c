import type pg from "pg";
import type { IdentityStore } from "../../account/ports.ts";

/** Who people are at OpenID issuers. */
export function makeIdentityStore(pool: pg.Pool): IdentityStore {
  return {
    async find(issuer, subject) {
      const { rows } = await pool.query<{ account_id: string }>(
        "select account_id from external_identity where issuer = $1 and subject = $2",
        [issuer, subject],
      );
      return rows[0]?.account_id ?? null;
    },

    async link(userId, person, at) {
      const { rowCount } = await pool.query(
        `insert into external_identity (issuer, subject, account_id, created_at, name) values ($1, $2, $3, $4, $5)
         on conflict (issuer, subject) do nothing`,
        [person.issuer, person.subject, userId, at, person.email ?? person.name ?? person.subject],
      );
      return rowCount === 1;
    },

    async list(userId) {
      const { rows } = await pool.query<{ id: string; issuer: string; name: string; created_at: Date }>(
        "select id, issuer, name, created_at from external_identity where account_id = $1 order by created_at, id",
        [userId],
      );
      return rows.map(({ created_at: createdAt, ...rest }) => ({ ...rest, createdAt }));
    },

    async unlink(userId, id) {
      const { rowCount } = await pool.query("delete from external_identity where account_id = $1 and id = $2", [
        userId,
        id,
      ]);
      return rowCount === 1;
    },
  };
}

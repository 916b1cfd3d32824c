import type pg from "pg";
import type { OpenSession, SessionStore } from "../../account/ports.ts";

interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly idle_until: Date;
  readonly absolute_until: Date;
  readonly second_factor: boolean;
  readonly awaits_second_factor: boolean;
  readonly remote_address: string;
  readonly user_agent: string;
}

const COLUMNS = `session.id, session.user_id, session.created_at, session.last_used_at, session.idle_until,
  session.absolute_until, session.second_factor, session.awaits_second_factor, session.remote_address, session.user_agent`;

/** Sessions in PostgreSQL: every replica knows them, and ending one ends it everywhere at once. */
export function makeSessionStore(pool: pg.Pool): SessionStore {
  return {
    async create(session) {
      await pool.query(
        `insert into session (id_hash, user_id, created_at, last_used_at, idle_until, absolute_until, second_factor,
                              awaits_second_factor, remote_address, user_agent)
         values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9)`,
        [
          session.idHash,
          session.userId,
          session.createdAt,
          session.idleUntil,
          session.absoluteUntil,
          session.secondFactor,
          session.awaitsSecondFactor,
          session.remoteAddress,
          session.userAgent,
        ],
      );
    },

    async find(idHash, now) {
      const { rows } = await pool.query<SessionRow & { name: string; site_admin: boolean }>({
        // Asked at every request of a browser: planning it anew costs more than finding the row.
        name: "session-find",
        text: `select ${COLUMNS}, account.name, person.site_admin
           from session join person on person.account_id = session.user_id join account on account.id = session.user_id
          where session.id_hash = $1 and session.idle_until > $2 and session.absolute_until > $2
            and account.suspended_at is null`,
        values: [idHash, now],
      });
      const row = rows[0];
      if (row === undefined) return null;
      return {
        session: asSession(row),
        person: { accountId: row.user_id, name: row.name, siteAdmin: row.site_admin },
      };
    },

    async noteUse(idHash, at, idleUntil) {
      await pool.query(
        `with used as (
           update session set last_used_at = $2, idle_until = $3 where id_hash = $1 and last_used_at < $2 returning user_id)
         update person set last_seen_at = $2 from used where person.account_id = used.user_id`,
        [idHash, at, idleUntil],
      );
    },

    async list(userId, now) {
      const { rows } = await pool.query<SessionRow>(
        `select ${COLUMNS} from session
          where user_id = $1 and idle_until > $2 and absolute_until > $2 and not awaits_second_factor
          order by last_used_at desc, id`,
        [userId, now],
      );
      return rows.map(asSession);
    },

    async end(idHash) {
      await pool.query("delete from session where id_hash = $1", [idHash]);
    },

    async endById(userId, id) {
      const { rowCount } = await pool.query("delete from session where user_id = $1 and id = $2", [userId, id]);
      return rowCount === 1;
    },

    async endAll(userId, exceptIdHash) {
      const { rowCount } = await pool.query(
        "delete from session where user_id = $1 and ($2::text is null or id_hash <> $2)",
        [userId, exceptIdHash],
      );
      return rowCount ?? 0;
    },
  };
}

function asSession(row: SessionRow): OpenSession {
  return {
    id: row.id,
    userId: row.user_id,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    idleUntil: row.idle_until,
    absoluteUntil: row.absolute_until,
    secondFactor: row.second_factor,
    awaitsSecondFactor: row.awaits_second_factor,
    remoteAddress: row.remote_address,
    userAgent: row.user_agent,
  };
}

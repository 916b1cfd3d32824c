import type pg from "pg";

/** How long a used or expired link stays to be asked about. */
const LINK_DAYS = 30;

/** Removes what has ended: sessions, links, logins that never came back, and rates nobody waits for. Safe to repeat. */
export async function sweepPeople(pool: pg.Pool): Promise<void> {
  await pool.query("delete from session where absolute_until < now() or idle_until < now()");
  await pool.query("delete from access_link where expires_at < now() - $1 * interval '1 day'", [LINK_DAYS]);
  await pool.query("delete from login_flow where expires_at < now()");
  await pool.query("delete from attempt_rate where due_at < now()");
}

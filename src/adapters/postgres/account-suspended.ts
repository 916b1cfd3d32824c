import type pg from "pg";

/** Whether an account, a person's or an organisation's, is kept out; one that is gone is. */
export function makeIsSuspended(pool: Pick<pg.Pool, "query">): (accountId: string) => Promise<boolean> {
  return async (accountId) => {
    const { rows } = await pool.query("select 1 from account where id = $1 and suspended_at is null", [accountId]);
    return rows.length === 0;
  };
}

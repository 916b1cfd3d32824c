import type pg from "pg";

/** Whether anybody but the local user of a first start has an account here; organisations count. */
export async function servesMany(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ readonly many: boolean }>(
    "select exists (select from account where id <> 'local' and kind <> 'site') as many",
  );
  return rows[0]?.many ?? true;
}

import type pg from "pg";

/** Terraform repeats an unlock whose answer got lost within seconds; after this nobody asks again. */
const UNLOCK_LIFE = "interval '1 hour'";

/** Removes what is remembered of locks that were given back. Safe to repeat. */
export async function sweepStates(pool: Pick<pg.Pool, "query">): Promise<void> {
  await pool.query(`delete from state_unlock where released_at < now() - ${UNLOCK_LIFE}`);
}

import type pg from "pg";
import type { AttemptRates } from "../../account/ports.ts";

/**
 * Rates in PostgreSQL, one row per key and one statement per attempt, so that several replicas count together and two
 * attempts at once cannot both be the last one allowed. `due_at` is when the next attempt would be due at a steady pace
 * (generic cell rate algorithm); being ahead of it by more than the burst is refused.
 */
export function makeAttemptRates(pool: pg.Pool): AttemptRates {
  return {
    async take(key, { burst, everyMs }, now) {
      const { rowCount } = await pool.query(
        `insert into attempt_rate as rate (key, due_at) values ($1, $2::timestamptz + $3 * interval '1 ms')
         on conflict (key) do update set due_at = greatest(rate.due_at, $2) + $3 * interval '1 ms'
           where greatest(rate.due_at, $2) <= $2 + $4 * interval '1 ms'`,
        [key, now, everyMs, (burst - 1) * everyMs],
      );
      if (rowCount === 1) return null;
      const { rows } = await pool.query<{ due_at: Date }>("select due_at from attempt_rate where key = $1", [key]);
      const due = rows[0]?.due_at.getTime() ?? now.getTime();
      return Math.max(1, due - now.getTime() - (burst - 1) * everyMs);
    },

    async forget(key) {
      await pool.query("delete from attempt_rate where key = $1", [key]);
    },
  };
}

import type pg from "pg";
import { againAfterDeadlock } from "./again-after-deadlock.ts";

/**
 * Runs `work` in one transaction: commits its answer, rolls back what it throws. Work that stood in another's way and was
 * undone for it is done again, so it must change nothing but the database.
 */
export function withTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return againAfterDeadlock(() => once(pool, work));
}

async function once<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const note = (error: Error): void => {
    broken = error;
  };
  // A connection that breaks between two queries would otherwise end the process.
  client.on("error", note);
  try {
    await client.query("begin");
    const answer = await work(client);
    await client.query("commit");
    return answer;
  } catch (error) {
    // A connection that cannot even roll back is closed instead of being lent out again.
    await client.query("rollback").catch(note);
    throw error;
  } finally {
    client.off("error", note);
    client.release(broken);
  }
}

import type pg from "pg";
import { againAfterDeadlock } from "./again-after-deadlock.ts";
import { holdBack } from "./hold-back.ts";

/**
 * Runs `work` in one transaction: commits its answer, rolls back what it throws. Work that stood in another's way and was
 * undone for it is done again, so it must change nothing but the database.
 */
export function withTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return withOpening(
    pool,
    async () => undefined,
    (client) => work(client),
  );
}

/**
 * The same for work that begins by asking: the beginning and what `open` asks
 * travel in one packet, each statement still seeing what the one before it waited for. `open` must not write, because
 * the beginning itself may have failed.
 */
export function withOpening<T, Opened>(
  pool: pg.Pool,
  open: (client: pg.PoolClient) => Promise<Opened>,
  work: (client: pg.PoolClient, opened: Opened) => Promise<T>,
): Promise<T> {
  return againAfterDeadlock(() => once(pool, open, work));
}

async function once<T, Opened>(
  pool: pg.Pool,
  open: (client: pg.PoolClient) => Promise<Opened>,
  work: (client: pg.PoolClient, opened: Opened) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const note = (error: Error): void => {
    broken = error;
  };
  // A connection that breaks between two queries would otherwise end the process.
  client.on("error", note);
  try {
    const answer = await work(client, await begin(client, open));
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

async function begin<Opened>(client: pg.PoolClient, open: (client: pg.PoolClient) => Promise<Opened>): Promise<Opened> {
  const sendTogether = holdBack(client);
  const asked = Promise.allSettled([client.query("begin"), open(client)]);
  sendTogether();
  const [begun, opened] = await asked;
  if (begun.status === "rejected") throw begun.reason;
  if (opened.status === "rejected") throw opened.reason;
  return opened.value;
}

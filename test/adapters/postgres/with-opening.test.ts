import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type pg from "pg";
import { makePool } from "../../../src/adapters/postgres/pool.ts";
import { withOpening } from "../../../src/adapters/postgres/with-transaction.ts";
import { freshDatabase } from "../../_helpers/database.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
/** One connection, so that what a transaction left behind would show in the next one. */
let pool: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase();
  pool = makePool(database.url, { max: 1 });
  await pool.query("create table counted (n integer not null)");
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

async function countOf(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ n: number }>("select count(*)::integer as n from counted");
  return rows[0]?.n ?? -1;
}

test("work gets what its opening asked, in the same transaction", async () => {
  const answer = await withOpening(
    pool,
    (client) => Promise.all([countOf(client), client.query("select pg_current_xact_id()::text as id")]),
    async (client, [before, { rows: first }]) => {
      await client.query("insert into counted values (1)");
      const { rows: second } = await client.query("select pg_current_xact_id()::text as id");
      return { before, after: await countOf(client), isSame: first[0]?.id === second[0]?.id };
    },
  );

  expect(answer).toEqual({ before: 0, after: 1, isSame: true });
});

test("an opening that is refused lets no work begin and leaves the connection sound", async () => {
  let began = false;
  const asked = withOpening(
    pool,
    (client) => Promise.all([countOf(client), client.query("select 1 / $1::integer", [0])]),
    async () => {
      began = true;
    },
  );

  await expect(asked).rejects.toThrow("division by zero");
  expect(began).toBe(false);
  expect(await withOpening(pool, countOf, async (_client, n) => n)).toBe(1);
});

test("work that throws undoes what it did", async () => {
  const failed = withOpening(pool, countOf, async (client) => {
    await client.query("insert into counted values (2)");
    throw new TypeError("changed its mind");
  });

  await expect(failed).rejects.toThrow("changed its mind");
  expect(await withOpening(pool, countOf, async (_client, n) => n)).toBe(1);
});

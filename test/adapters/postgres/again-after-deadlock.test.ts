import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { againAfterDeadlock } from "../../../src/adapters/postgres/again-after-deadlock.ts";
import { withTransaction } from "../../../src/adapters/postgres/with-transaction.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query("create table counter (id int primary key, n int not null)");
  await database.pool.query("insert into counter values (1, 0), (2, 0)");
});
afterAll(() => database.close());

test("two transactions that wait for each other both end, each done once", async () => {
  let arrived = 0;
  let open = () => {};
  const bothHoldOne = new Promise<void>((resolve) => {
    open = resolve;
  });
  const raise = (first: number, second: number) =>
    withTransaction(database.pool, async (client) => {
      await client.query("update counter set n = n + 1 where id = $1", [first]);
      arrived += 1;
      if (arrived === 2) open();
      await bothHoldOne;
      await client.query("update counter set n = n + 1 where id = $1", [second]);
    });

  await Promise.all([raise(1, 2), raise(2, 1)]);

  const { rows } = await database.pool.query("select n from counter order by id");
  expect(arrived).toBe(3);
  expect(rows).toEqual([{ n: 2 }, { n: 2 }]);
});

test("other failures are not tried again, and a deadlock not for ever", async () => {
  const tries = { refused: 0, deadlock: 0 };
  const failing = (kind: keyof typeof tries, code: string) => async () => {
    tries[kind] += 1;
    throw Object.assign(new Error(kind), { code });
  };

  await expect(againAfterDeadlock(failing("refused", "23505"))).rejects.toThrow("refused");
  await expect(againAfterDeadlock(failing("deadlock", "40P01"))).rejects.toThrow("deadlock");

  expect(tries).toEqual({ refused: 1, deadlock: 5 });
});

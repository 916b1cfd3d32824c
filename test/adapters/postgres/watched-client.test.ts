import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { withTransaction } from "../../../src/adapters/postgres/with-transaction.ts";
import { watchEffects } from "../../../src/kernel/effect.ts";
import { emptyDatabase, type FreshDatabase } from "../../_helpers/database.ts";

let database: FreshDatabase;
const heard: string[] = [];

beforeAll(async () => {
  database = await emptyDatabase();
  await database.pool.query("create table thing (id integer primary key, note text)");
});
afterEach(() => {
  watchEffects(null);
  heard.length = 0;
});
afterAll(() => database.close());

test("writes and the end of a transaction are effects, named without their values; reads are none", async () => {
  watchEffects((boundary, moment) => void (moment === "after" && heard.push(boundary)));

  await withTransaction(database.pool, async (client) => {
    await client.query("insert into thing values ($1, $2)", [1, "secret"]);
    await client.query("select * from thing where id = $1 for update", [1]);
  });
  await database.pool.query("with found as (select 1) update thing set note = 'x' where id = 1");
  await database.pool.query({ name: "gone", text: "delete from thing where id = $1", values: [1] });
  await database.pool.query("select 1");

  expect(heard).toEqual([
    "database: insert thing",
    "database: commit",
    "database: update thing",
    "database: delete thing",
  ]);
});

test("a write that is stopped before it happens changes nothing, one whose answer is lost has happened", async () => {
  watchEffects((_boundary, moment) => {
    if (moment === "before") throw new Error("lost request");
  });
  await expect(database.pool.query("insert into thing values (2, '')")).rejects.toThrow("lost request");
  watchEffects((_boundary, moment) => {
    if (moment === "after") throw new Error("lost answer");
  });
  await expect(database.pool.query("insert into thing values (3, '')")).rejects.toThrow("lost answer");
  watchEffects(null);

  const { rows } = await database.pool.query("select id from thing order by id");
  expect(rows).toEqual([{ id: 3 }]);
});

test("a refused write is refused as ever while somebody watches", async () => {
  watchEffects(() => undefined);
  await database.pool.query("insert into thing values (9, '')");

  await expect(database.pool.query("insert into thing values (9, '')")).rejects.toMatchObject({ code: "23505" });
});

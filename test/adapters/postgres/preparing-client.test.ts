import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type pg from "pg";
import { makePool } from "../../../src/adapters/postgres/pool.ts";
import { emptyDatabase, type FreshDatabase } from "../../_helpers/database.ts";

let database: FreshDatabase;
let client: pg.PoolClient;
let pool: pg.Pool;

beforeAll(async () => {
  database = await emptyDatabase();
  await database.pool.query("create table thing (id integer primary key, note text)");
  await database.pool.query("insert into thing select n, 'note ' || n from generate_series(1, 20) n");
  pool = makePool(database.url, { max: 1 });
  client = await pool.connect();
});
afterAll(async () => {
  client.release();
  await pool.end();
  await database.close();
});

async function prepared(): Promise<readonly string[]> {
  const { rows } = await client.query<{ statement: string }>(
    "select statement from pg_prepared_statements order by prepare_time",
  );
  return rows.map(({ statement }) => statement);
}

test("a statement with values is prepared at its second use and answers each use with its own values", async () => {
  const text = "select note from thing where id = $1";
  const notes = [];
  for (const id of [1, 2, 3]) notes.push((await client.query<{ note: string }>(text, [id])).rows[0]?.note);
  const asConfig = await client.query<{ note: string }>({ text, values: [4] });

  expect([...notes, asConfig.rows[0]?.note]).toEqual(["note 1", "note 2", "note 3", "note 4"]);
  expect((await prepared()).filter((statement) => statement === text)).toHaveLength(1);
});

test("the same statement sent many times at once is prepared once", async () => {
  const text = "select note from thing where id = $1 and note <> ''";
  const ids = Array.from({ length: 20 }, (_, index) => index + 1);

  const answers = await Promise.all(ids.map((id) => client.query<{ note: string }>(text, [id])));

  expect(answers.map(({ rows }) => rows[0]?.note)).toEqual(ids.map((id) => `note ${id}`));
  expect((await prepared()).filter((statement) => statement === text)).toHaveLength(1);
});

test("what gives all columns, whatever they are, is planned anew and hears of a new one", async () => {
  const text = "select * from thing where id = $1";
  for (const id of [1, 2, 3]) await client.query(text, [id]);
  await client.query("alter table thing add column added text default 'new'");

  const { rows } = await client.query(text, [4]);

  expect(rows).toEqual([{ id: 4, note: "note 4", added: "new" }]);
  expect(await prepared()).not.toContain(text);
});

test("a refused statement stays refused, and the connection goes on", async () => {
  const text = "insert into thing (id, note) values ($1, $2)";
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(client.query(text, [1, "again"])).rejects.toMatchObject({ code: "23505" });
  }

  expect((await client.query("select count(*)::integer as count from thing where id > $1", [0])).rows).toEqual([
    { count: 20 },
  ]);
});

test("statements that differ in a value written into them do not fill a connection's memory", async () => {
  for (let value = 0; value < 300; value += 1) {
    for (let use = 0; use < 2; use += 1)
      await client.query(`select note from thing where id = $1 or id = ${value}`, [1]);
  }

  expect((await prepared()).length).toBeLessThanOrEqual(140);
});

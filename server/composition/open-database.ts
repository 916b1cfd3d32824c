import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { migrate } from "../../src/adapters/postgres/migrate.ts";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Toolchain } from "../toolchain.ts";

const RESTART_PAUSE_MS = 1_000;
const GOODBYE_MS = 3_000;

export interface DatabaseOptions {
  /** An operator's database; without it one of our own is started. */
  readonly databaseUrl: string | undefined;
  readonly toolchain: Pick<Toolchain, "postgresBinDir" | "postgresDataFolder">;
  readonly dataFolder: string;
  readonly oldPostgresBinDir?: string | undefined;
  /** Is told when the embedded database moves to another major version, which may take a while. */
  readonly tell?: (sentence: string) => void;
  readonly onIdleError: (error: Error) => void;
}

export interface OpenDatabase {
  readonly pool: pg.Pool;
  /** Kept apart for tenants' requests, so that a crowd of them cannot starve the workers. */
  readonly tenantPool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the database and brings it to this version. Throws AppError: database-unavailable, internal (migrations). */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const own = options.databaseUrl === undefined ? await keepOwn(options) : null;
  const url = options.databaseUrl ?? own?.url ?? "";
  const near = options.databaseUrl ?? own?.nearUrl ?? "";
  const pool = makePool(near, { onIdleError: options.onIdleError });
  const tenantPool = makePool(near, { onIdleError: options.onIdleError });
  const close = async (): Promise<void> => {
    // A connection that died with its server may never say goodbye; the end must not wait for it.
    await Promise.race([Promise.all([pool.end(), tenantPool.end()]), sleep(GOODBYE_MS, undefined, { ref: false })]);
    await own?.stop();
  };
  try {
    await reach(pool, options.databaseUrl);
    await migrate(pool);
    return { pool, tenantPool, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A server of our own, started again when it ends by itself: the pool finds it at the same address. */
async function keepOwn(options: DatabaseOptions): Promise<Pick<EmbeddedDatabase, "url" | "nearUrl" | "stop">> {
  let server = await startOwn(options);
  let stopping = false;

  async function keepUp(): Promise<void> {
    await server.ended;
    while (!stopping) {
      options.onIdleError(new AppError("database-unavailable", "The embedded database ended; it is started again."));
      // Pools and other workers know the address: the port is waited for, however long somebody else holds it.
      const next = await startOwn(options, true).catch(() => null);
      if (next !== null) {
        server = next;
        // The end of the service may have come while it was starting.
        if (stopping) await server.stop();
        await server.ended;
      } else await sleep(RESTART_PAUSE_MS);
    }
  }

  const kept = keepUp();
  return {
    url: server.url,
    nearUrl: server.nearUrl,
    async stop() {
      stopping = true;
      await server.stop();
      await kept;
    },
  };
}

async function startOwn(options: DatabaseOptions, samePort = false) {
  const { toolchain, dataFolder, oldPostgresBinDir, tell } = options;
  const { postgresBinDir, postgresDataFolder } = toolchain;
  if (postgresBinDir === null || !existsSync(join(postgresBinDir, "postgres"))) {
    throw new AppError(
      "database-unavailable",
      "No embedded PostgreSQL is set up; run `npm run setup`, or set DATABASE_URL.",
    );
  }
  return startEmbeddedDatabase({
    binDir: postgresBinDir,
    folder: postgresDataFolder ?? join(dataFolder, "postgres"),
    samePort,
    keepPrograms: true,
    oldBinDir: oldPostgresBinDir,
    ...(tell !== undefined && { tell }),
  });
}

async function reach(pool: pg.Pool, databaseUrl: string | undefined): Promise<void> {
  try {
    await pool.query("select 1");
  } catch (error) {
    const place = databaseUrl === undefined ? "The embedded database" : `The database at ${new URL(databaseUrl).host}`;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("database-unavailable", `${place} does not answer: ${reason}.`, {}, { cause: error });
  }
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { startEmbeddedDatabase } from "../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { migrate } from "../../src/adapters/postgres/migrate.ts";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Toolchain } from "../toolchain.ts";

export interface DatabaseOptions {
  /** An operator's database; without it one of our own is started. */
  readonly databaseUrl: string | undefined;
  readonly toolchain: Pick<Toolchain, "postgresBinDir" | "postgresDataFolder">;
  readonly dataFolder: string;
  readonly onIdleError: (error: Error) => void;
}

export interface OpenDatabase {
  readonly pool: pg.Pool;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** Opens the database and brings it to this version. Throws AppError: database-unavailable, internal (migrations). */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const server = options.databaseUrl === undefined ? await startOwn(options) : null;
  const pool = makePool(options.databaseUrl ?? server?.url ?? "", { onIdleError: options.onIdleError });
  const close = async (): Promise<void> => {
    await pool.end();
    await server?.stop();
  };
  try {
    await reach(pool, options.databaseUrl);
    await migrate(pool);
    return { pool, embedded: server !== null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startOwn({ toolchain, dataFolder }: DatabaseOptions) {
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

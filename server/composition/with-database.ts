import { join } from "node:path";
import type pg from "pg";
import { startEmbeddedDatabase } from "../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { AdminSetting } from "../admin/run-admin.ts";
import { type Config, readConfig } from "../config.ts";
import { claimDataFolder } from "../start/claim-data-folder.ts";
import { openDataFolder } from "../start/data-folder.ts";
import { readToolchain } from "../toolchain.ts";

/**
 * Lends the service's database, without migrating it: the one `DATABASE_URL` names, the one of the service that runs on
 * this data folder, or the embedded one, started for as long as the command takes.
 *
 * @param how `alone` refuses to work beside a running service
 */
export async function withDatabase<T>(
  { environment, checkout, say }: AdminSetting,
  how: "in-use" | "alone",
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> {
  const config = readConfig(environment, checkout);
  if (config.databaseUrl !== undefined) return lend(config.databaseUrl, work);
  const folder = await openDataFolder(config.dataFolder);
  const { databaseUrl } = await folder.published();
  if (databaseUrl !== undefined && (await answers(databaseUrl))) {
    if (how === "in-use") return lend(databaseUrl, work);
    throw new AppError("validation-failed", "The service runs on this data folder; stop it first.");
  }
  return onOwnServer(config, say, work);
}

async function onOwnServer<T>(
  { dataFolder, oldPostgresBinDir }: Config,
  say: AdminSetting["say"],
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> {
  const claim = await claimDataFolder(dataFolder);
  if (claim.kind === "taken") {
    throw new AppError("validation-failed", `The service at ${claim.url} runs on this data folder; stop it first.`);
  }
  try {
    const { postgresBinDir, postgresDataFolder } = await readToolchain(dataFolder);
    if (postgresBinDir === null)
      throw new AppError("database-unavailable", "Set DATABASE_URL, or run `npm run setup`.");
    const database = await startEmbeddedDatabase({
      binDir: postgresBinDir,
      folder: postgresDataFolder ?? join(dataFolder, "postgres"),
      keepPrograms: true,
      oldBinDir: oldPostgresBinDir,
      tell: say,
    });
    return await lend(database.url, work).finally(() => database.stop());
  } finally {
    claim.release();
  }
}

async function lend<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = makePool(url, { max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function answers(url: string): Promise<boolean> {
  const pool = makePool(url, { max: 1 });
  try {
    await pool.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await pool.end();
  }
}

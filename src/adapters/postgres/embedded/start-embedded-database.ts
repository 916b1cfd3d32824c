import { randomBytes } from "node:crypto";
import { chown, mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Connection, writeConnection } from "./connection-file.ts";
import { findCluster } from "./find-cluster.ts";
import { freeClusterFolder } from "./free-cluster-folder.ts";
import { keepPrograms } from "./keep-programs.ts";
import { makeCluster, type PostgresUser, postgresUser, postgresVersion } from "./postgres-programs.ts";
import { type EmbeddedDatabase, startCluster } from "./start-cluster.ts";
import { upgradeCluster } from "./upgrade-cluster.ts";

export type { EmbeddedDatabase } from "./start-cluster.ts";

export interface EmbeddedDatabaseOptions {
  /** Folder with `postgres` and `initdb`. */
  readonly binDir: string;
  /** Parent of the cluster; each major version of PostgreSQL gets a folder of its own below it. */
  readonly folder: string;
  /** Extra server settings, such as `fsync=off` for a throw-away database. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Waits for the port of last time instead of taking another one: somebody knows the address already. */
  readonly samePort?: boolean;
  /** Keeps the programs beside the cluster, for the day when another major version replaces them. */
  readonly keepPrograms?: boolean;
  /** Programs of the major version that made the cluster, when none were kept. */
  readonly oldBinDir?: string | undefined;
  /** Is told of an upgrade, in whole sentences. */
  readonly tell?: (sentence: string) => void;
}

/**
 * Starts a PostgreSQL of our own on 127.0.0.1, making its cluster the first time, and bringing the rows over when the
 * cluster is of an older major version. It ends with this process, however this process ends; what a killed predecessor
 * left running is stopped first.
 *
 * @throws AppError `database-unavailable` with the last lines of PostgreSQL's log
 * @throws AppError `database-not-upgraded` when the rows there cannot be opened by these programs; they stay as they are
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const user = postgresUser();
  const version = await postgresVersion(options.binDir);
  const major = Number.parseInt(version, 10);
  const place = join(options.folder, String(major));
  const found = await findCluster(options.folder);
  if (found !== null && found.major !== major) await upgradeCluster({ ...options, found, major, user });
  await mkdir(place, { recursive: true });
  await handOver(place, user);
  await freeClusterFolder(join(place, "cluster"));
  const connection = (await findCluster(options.folder))?.connection ?? (await makeFirst(options.binDir, place, user));
  if (options.keepPrograms === true) await keepPrograms(options.binDir, place, version);
  return startCluster({ ...options, place, connection, user });
}

async function makeFirst(binDir: string, place: string, user: PostgresUser): Promise<Connection> {
  await setAside(join(place, "cluster"));
  const fresh = { port: 0, password: randomBytes(24).toString("base64url") };
  await makeCluster({ binDir, place, cluster: join(place, "cluster"), password: fresh.password, user });
  // Written last: a cluster without it was interrupted while being made.
  await writeConnection(place, fresh);
  return fresh;
}

/** A cluster without its note is one that was interrupted while being made, or whose note somebody lost: never deleted. */
async function setAside(cluster: string): Promise<void> {
  const there = await stat(cluster).catch(() => null);
  if (there !== null) await rename(cluster, `${cluster}.unfinished-${Math.floor(there.mtimeMs)}`);
}

/** PostgreSQL wants its folder to belong to the user it runs as. */
async function handOver(place: string, user: PostgresUser): Promise<void> {
  if (user.uid !== undefined && user.gid !== undefined) await chown(place, user.uid, user.gid);
}

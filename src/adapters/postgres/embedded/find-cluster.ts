import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../../kernel/app-error.ts";
import { type Connection, readConnection } from "./connection-file.ts";

/** A cluster that was finished once. */
export interface FoundCluster {
  readonly major: number;
  /** The major version's folder, with everything about the cluster. */
  readonly place: string;
  readonly cluster: string;
  readonly connection: Connection;
}

/**
 * The cluster that the service's rows are in: of several the one of the newest PostgreSQL, because older ones are what an
 * upgrade left.
 *
 * @throws AppError `database-not-upgraded` when a cluster is there that cannot be judged
 */
export async function findCluster(folder: string): Promise<FoundCluster | null> {
  const names = await readdir(folder).catch(() => []);
  const majors = names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a);
  for (const major of majors) {
    const place = join(folder, String(major));
    const cluster = join(place, "cluster");
    const written = await readFile(join(cluster, "PG_VERSION"), "utf8").catch(() => null);
    const connection = await readConnection(place);
    if (connection === null) continue;
    if (written === null) throw incomplete(place, (await isThere(cluster)) ? "PG_VERSION is not in it" : "it is gone");
    return { major, place, cluster, connection };
  }
  return null;
}

function incomplete(place: string, reason: string): AppError {
  return new AppError(
    "database-not-upgraded",
    `There was a database in ${join(place, "cluster")}, and ${reason}. Bring it back, or move ${place} away to begin with an empty database.`,
    { place },
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

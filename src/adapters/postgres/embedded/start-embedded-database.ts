import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../../kernel/app-error.ts";
import { findFreePort } from "./find-free-port.ts";
import { freeClusterFolder } from "./free-cluster-folder.ts";
import { majorVersion, makeCluster, type PostgresUser, postgresUser } from "./postgres-programs.ts";
import { runPostgres } from "./run-postgres.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

export interface EmbeddedDatabaseOptions {
  /** Folder with `postgres` and `initdb`. */
  readonly binDir: string;
  /** Parent of the cluster; each major version of PostgreSQL gets a folder of its own below it. */
  readonly folder: string;
  /** Extra server settings, such as `fsync=off` for a throw-away database. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Waits for the port of last time instead of taking another one: somebody knows the address already. */
  readonly samePort?: boolean;
}

export interface EmbeddedDatabase {
  /** Address of a database with a random password; valid until the server stops. */
  readonly url: string;
  readonly pid: number;
  /** Fulfilled when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Safe to repeat. */
  stop(): Promise<void>;
}

interface Connection {
  readonly port: number;
  readonly password: string;
}

/**
 * Starts a PostgreSQL of our own on 127.0.0.1, making its cluster the first time.
 * It ends with this process, however this process ends; what a killed predecessor left running is stopped first.
 *
 * @throws AppError `database-unavailable` with the last lines of PostgreSQL's log
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const user = postgresUser();
  const place = join(options.folder, await majorVersion(options.binDir));
  await mkdir(place, { recursive: true });
  await handOver(place, user);
  const cluster = join(place, "cluster");
  await freeClusterFolder(cluster);

  const connection = await makeOnce(options.binDir, place, cluster, user);
  const database = await startOnFreePort(options, place, cluster, connection, user);
  return database;
}

/** A port can be taken between choosing and listening, so a lost race is tried again on another one. */
async function startOnFreePort(
  options: EmbeddedDatabaseOptions,
  place: string,
  cluster: string,
  connection: Connection,
  user: PostgresUser,
): Promise<EmbeddedDatabase> {
  const log = join(place, "postgres.log");
  let lastLines = "";
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const known = options.samePort === true || attempt === 1 ? connection.port : 0;
    const port = await findFreePort(known);
    if (options.samePort === true && port !== connection.port) {
      throw new AppError("database-unavailable", `Another program took port ${connection.port} of the database.`);
    }
    if (port !== connection.port) await remember(place, { ...connection, port });
    const url = `postgres://twinstack:${connection.password}@127.0.0.1:${port}/postgres`;
    const server = await runPostgres({ ...options, cluster, port, log, user });
    if (await waitUntilReady(url, server))
      return { url, pid: server.pid, ended: server.ended, stop: () => server.stop() };
    await server.stop();
    lastLines = await tail(log);
    if (!lastLines.includes("could not bind")) break;
  }
  throw new AppError("database-unavailable", `The embedded PostgreSQL does not start: ${lastLines}`, { log });
}

async function makeOnce(binDir: string, place: string, cluster: string, user: PostgresUser): Promise<Connection> {
  const known = await readConnection(place, cluster);
  if (known !== null) return known;
  const fresh = { port: 0, password: randomBytes(24).toString("base64url") };
  await makeCluster({ binDir, place, cluster, password: fresh.password, user });
  // Written last: a cluster without it was interrupted while being made, and is made anew.
  await remember(place, fresh);
  return fresh;
}

async function readConnection(place: string, cluster: string): Promise<Connection | null> {
  try {
    await readFile(join(cluster, "PG_VERSION"));
    const value: unknown = JSON.parse(await readFile(join(place, "connection.json"), "utf8"));
    if (typeof value !== "object" || value === null || !("port" in value) || !("password" in value)) return null;
    return { port: Number(value.port), password: String(value.password) };
  } catch {
    return null;
  }
}

async function remember(place: string, connection: Connection): Promise<void> {
  const file = join(place, "connection.json");
  await writeFile(file, `${JSON.stringify(connection)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}

/** PostgreSQL wants its folder to belong to the user it runs as. */
async function handOver(place: string, user: PostgresUser): Promise<void> {
  if (user.uid !== undefined && user.gid !== undefined) await chown(place, user.uid, user.gid);
}

async function tail(log: string): Promise<string> {
  const text = await readFile(log, "utf8").catch(() => "it wrote no log");
  return text.trim().split("\n").slice(-8).join("\n");
}

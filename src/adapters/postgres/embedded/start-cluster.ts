import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../../kernel/app-error.ts";
import { type Connection, writeConnection } from "./connection-file.ts";
import { findFreePort } from "./find-free-port.ts";
import type { PostgresUser } from "./postgres-programs.ts";
import { runPostgres } from "./run-postgres.ts";
import { freshSocketFolder } from "./socket-folder.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

export interface EmbeddedDatabase {
  /** Address of a database with a random password, for every process of this machine; valid until the server stops. */
  readonly url: string;
  /** The same over a socket file, which takes a third less of the processors per query; `url` where there is none. */
  readonly nearUrl: string;
  readonly pid: number;
  /** Fulfilled when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Safe to repeat. */
  stop(): Promise<void>;
}

export interface ClusterStart {
  readonly binDir: string;
  /** The folder of `cluster`, `connection.json` and the log. */
  readonly place: string;
  readonly connection: Connection;
  readonly user: PostgresUser;
  readonly settings?: Readonly<Record<string, string>>;
  readonly samePort?: boolean;
}

/**
 * Starts a finished cluster on 127.0.0.1. A port can be taken between choosing and listening, so a lost race is tried
 * again on another one.
 *
 * @throws AppError `database-unavailable` with the last lines of PostgreSQL's log
 */
export async function startCluster(start: ClusterStart): Promise<EmbeddedDatabase> {
  const { place, connection, samePort } = start;
  const log = join(place, "postgres.log");
  let lastLines = "";
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const known = samePort === true || attempt === 1 ? connection.port : 0;
    const port = await findFreePort(known);
    if (samePort === true && port !== connection.port) {
      throw new AppError("database-unavailable", `Another program took port ${connection.port} of the database.`);
    }
    if (port !== connection.port) await writeConnection(place, { ...connection, port });
    const url = `postgres://twinstack:${connection.password}@127.0.0.1:${port}/postgres`;
    const socketFolder = await freshSocketFolder(place, start.user);
    const server = await runPostgres({ ...start, cluster: join(place, "cluster"), port, socketFolder, log });
    const nearUrl = socketFolder === null ? url : `${url}?host=${encodeURIComponent(socketFolder)}`;
    if (await waitUntilReady(url, server))
      return { url, nearUrl, pid: server.pid, ended: server.ended, stop: () => server.stop() };
    await server.stop();
    lastLines = await tail(log);
    if (!lastLines.includes("could not bind")) break;
  }
  throw new AppError("database-unavailable", `The embedded PostgreSQL does not start: ${lastLines}`, { log });
}

async function tail(log: string): Promise<string> {
  const text = await readFile(log, "utf8").catch(() => "it wrote no log");
  return text.trim().split("\n").slice(-8).join("\n");
}

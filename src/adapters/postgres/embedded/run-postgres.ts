import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../../kernel/app-error.ts";
import { type PostgresUser, postgresEnvironment } from "./postgres-programs.ts";

export interface PostgresProcess {
  readonly pid: number;
  /** Fulfilled when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

export interface PostgresRequest {
  readonly binDir: string;
  readonly cluster: string;
  readonly port: number;
  /** Where it listens besides its port; null for nowhere. */
  readonly socketFolder: string | null;
  readonly log: string;
  readonly user: PostgresUser;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * The shell becomes PostgreSQL (exec), after leaving a watcher behind that reads from a pipe of ours.
 * When this process ends, even by kill -9, the pipe closes and the watcher asks PostgreSQL for a fast shutdown.
 */
const TIED_TO_PARENT = '((cat <&3 >/dev/null 2>&1; kill -INT $$ 2>/dev/null) &); exec "$@" 3<&-';
const STOP_PATIENCE_MS = 15_000;

/** Runs the server in a session of its own, so that Ctrl-C in the terminal reaches only us and we stop it last. */
export async function runPostgres(request: PostgresRequest): Promise<PostgresProcess> {
  const log = await open(request.log, "w", 0o600);
  try {
    const child = spawn("/bin/sh", ["-c", TIED_TO_PARENT, "sh", ...commandLine(request)], {
      ...request.user,
      cwd: "/",
      detached: true,
      env: postgresEnvironment(request.cluster),
      stdio: ["ignore", log.fd, log.fd, "pipe"],
    });
    // Closing the pipe lets the watcher go, also when the server ended by itself.
    const letGo = (): void => {
      child.stdio[3]?.destroy();
    };
    const ended = once(child, "exit").then(letGo, letGo);
    const { pid } = child;
    if (pid === undefined) throw new AppError("database-unavailable", "The embedded PostgreSQL could not be started.");
    return {
      pid,
      ended,
      hasEnded: () => child.exitCode !== null || child.signalCode !== null,
      stop: () => stop(child, ended),
    };
  } finally {
    await log.close();
  }
}

function commandLine(request: PostgresRequest): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(request.port),
    unix_socket_directories: request.socketFolder ?? "",
    unix_socket_permissions: "0700",
    max_connections: "100",
    shared_buffers: "32MB",
    ...request.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return [join(request.binDir, "postgres"), "-D", request.cluster, ...flags];
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    child.kill(signal);
    await Promise.race([ended, patience()]);
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE_MS).unref());
}

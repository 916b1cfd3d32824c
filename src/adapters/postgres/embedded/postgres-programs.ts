import { execFile } from "node:child_process";
import { chown, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { AppError } from "../../../kernel/app-error.ts";

const execute = promisify(execFile);
/** `nobody` on Linux and the BSDs. */
const UNPRIVILEGED = 65_534;

/** The operating system's user for the server; empty when it is the user of this process. */
export interface PostgresUser {
  readonly uid?: number;
  readonly gid?: number;
}

export interface ClusterRequest {
  readonly binDir: string;
  readonly place: string;
  readonly cluster: string;
  readonly password: string;
  readonly user: PostgresUser;
  /** Everything is on the disk when it returns; a first cluster has nothing yet that could be lost. */
  readonly durable?: boolean;
}

/** PostgreSQL refuses to run as root; a root service runs it as `nobody`, or as TWINSTACK_POSTGRES_UID. */
export function postgresUser(env: NodeJS.ProcessEnv = process.env, uid = process.getuid?.()): PostgresUser {
  if (uid !== 0) return {};
  const wanted = Number(env["TWINSTACK_POSTGRES_UID"] || UNPRIVILEGED);
  return { uid: wanted, gid: wanted };
}

/** Child environment: nothing of ours, so that no PG* variable changes what the programs do. */
export function postgresEnvironment(place: string): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"] ?? "", HOME: place, LC_ALL: "C", TZ: "UTC" };
}

/** Version of the programs, such as `18.4`. */
export async function postgresVersion(binDir: string): Promise<string> {
  const { stdout } = await execute(join(binDir, "postgres"), ["--version"], { cwd: "/" }).catch((error: Error) => {
    throw new AppError(
      "database-unavailable",
      `${join(binDir, "postgres")} does not run (${error.message}); run \`npm run doctor\`, or set DATABASE_URL.`,
      {},
      { cause: error },
    );
  });
  return /\d+(\.\d+)*/.exec(stdout)?.[0] ?? "unknown";
}

/** Makes a new cluster with one superuser, `twinstack`, reachable only with the password. */
export async function makeCluster(request: ClusterRequest): Promise<void> {
  const { binDir, place, cluster, password, user, durable } = request;
  const passwordFile = join(place, "password");
  await rm(cluster, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(passwordFile, user.uid, user.gid);
  try {
    await execute(
      join(binDir, "initdb"),
      [
        ...["--pgdata", cluster, "--username", "twinstack", "--pwfile", passwordFile],
        ...["--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale"],
        ...(durable === true ? [] : ["--no-sync"]),
      ],
      { ...user, cwd: place, env: postgresEnvironment(place) },
    );
  } catch (error) {
    throw new AppError("database-unavailable", `initdb failed in ${place}: ${reason(error)}`, {}, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function reason(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const said = "stderr" in error ? String(error.stderr).trim() : "";
  return said || ("message" in error ? String(error.message) : "no reason given");
}

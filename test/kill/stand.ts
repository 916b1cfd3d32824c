import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { startOpenstackSandbox } from "../../sandbox/openstack/start-openstack-sandbox.ts";
import { findFreePort } from "../../src/adapters/postgres/embedded/find-free-port.ts";
import { toolchain } from "../_helpers/toolchain.ts";
import { type PatientApi, patientApi } from "./api.ts";
import { type CloudProxy, openCloudProxy } from "./cloud-proxy.ts";
import { findOwnDatabase, type KeptDatabase, keepDatabase } from "./kept-database.ts";
import { type KeptProcess, keepProcess } from "./kept-process.ts";
import type { CloudKind } from "./kill-point.ts";
import { registerClouds } from "./register-clouds.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");
const SWITCH = pathToFileURL(join(import.meta.dirname, "kill-switch.ts")).href;

/** Everything that can die in a case, each by itself, and both clouds, which live on. */
export interface Stand {
  readonly folder: string;
  readonly service: KeptProcess;
  readonly worker: KeptProcess;
  readonly database: KeptDatabase;
  readonly proxies: Readonly<Record<CloudKind, CloudProxy>>;
  /** Addresses of the clouds themselves, past the proxies. */
  readonly clouds: Readonly<Record<CloudKind, string>>;
  readonly api: PatientApi;
  close(): Promise<void>;
}

export function orderFile(stand: Pick<Stand, "folder">, process: "service" | "worker"): string {
  return join(stand.folder, `kill-${process}.json`);
}

export function passageFile(stand: Pick<Stand, "folder">, process: "service" | "worker"): string {
  return join(stand.folder, `passed-${process}.txt`);
}

export interface StandOptions {
  /** The service starts a PostgreSQL of its own; else one that stands beside it. */
  readonly embedded?: boolean;
}

/** Starts PostgreSQL, both sandbox clouds behind proxies, the service without a worker, and one worker process. */
export async function openStand({ embedded = false }: StandOptions = {}): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-kill-"));
  await chmod(folder, 0o755);
  await writeFile(join(folder, "toolchain.json"), JSON.stringify({ ...toolchain(), postgresDataFolder: null }));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    return { ...(await startParts(folder, embedded, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  folder: string,
  embedded: boolean,
  undo: (() => Promise<unknown>)[],
): Promise<Omit<Stand, "close">> {
  const openstack = await startOpenstackSandbox({ port: 0, latency: "instant" });
  undo.push(() => openstack.close());
  const cloudstack = await startCloudstackSandbox({ port: 0, latency: "instant", allowLoopbackImages: true });
  undo.push(() => cloudstack.close());
  const clouds = { openstack: openstack.url, cloudstack: new URL(cloudstack.apiUrl).origin };
  const proxies = {
    openstack: await openCloudProxy("openstack", clouds.openstack),
    cloudstack: await openCloudProxy("cloudstack", clouds.cloudstack),
  };
  undo.push(() => Promise.all([proxies.openstack.close(), proxies.cloudstack.close()]));
  const outside = embedded ? null : await keepDatabase(join(folder, "postgres"));
  undo.push(async () => outside?.stop());

  const url = `http://127.0.0.1:${await findFreePort(0)}`;
  const common = {
    ...{ PATH: process.env["PATH"] ?? "", HOME: folder, TWINSTACK_DATA: folder, DATABASE_URL: outside?.url ?? "" },
    ...{ TWINSTACK_SANDBOX: "off", TWINSTACK_PORT: new URL(url).port, TWINSTACK_URL: url },
    NODE_COMPILE_CACHE: join(tmpdir(), "twinstack-test-compiled"),
  };
  const keep = (name: "service" | "worker", program: string, sign: RegExp): Promise<KeptProcess> =>
    keepProcess({
      file: toolchain().nodePath,
      args: ["--disable-warning=ExperimentalWarning", join(CHECKOUT, program)],
      cwd: CHECKOUT,
      sign,
      env: {
        ...common,
        TWINSTACK_WORKER: "off",
        NODE_OPTIONS: `--import=${SWITCH}`,
        TWINSTACK_KILL_ORDER: orderFile({ folder }, name),
        TWINSTACK_KILL_LOG: passageFile({ folder }, name),
      },
    });
  const service = await keep("service", "server/start.ts", /stays up\. Press Ctrl-C/);
  undo.push(() => service.stop());
  await service.ready();
  const database = outside ?? (await findOwnDatabase(join(folder, "postgres")));
  const token = (await readFile(join(folder, "token"), "utf8")).trim();
  const api = patientApi(`${url}/api/v1`, token);
  await registerClouds(api, proxies.openstack.origin, `${proxies.cloudstack.origin}/client/api`);
  const worker = await keep("worker", "server/worker.ts", /TwinStack worker/);
  undo.push(() => worker.stop());
  await worker.ready();
  return { folder, service, worker, database, proxies, clouds, api };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Cloud, Instance, Run, RunStatus, SubmissionReceipt } from "../../src/contract/index.ts";
import { toolchain } from "./toolchain.ts";
import { until } from "./until.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");
/** Opens the fault switches of the sandbox clouds. */
export const FAULT_TOKEN = "test-fault-token";
const SETTLED: readonly RunStatus[] = [
  "planned",
  "applied",
  "planned-and-finished",
  "discarded",
  "canceled",
  "errored",
];

/** A data folder for one story, with the toolchain that set-up found. */
export async function makeDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-story-"));
  // A root test run starts PostgreSQL as another user, who must reach the folder.
  await chmod(folder, 0o755);
  const found = { ...toolchain(), postgresDataFolder: join(folder, "postgres") };
  await writeFile(join(folder, "toolchain.json"), JSON.stringify(found));
  return folder;
}

export function removeDataFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The product as `npm start` runs it, as a child process on a folder of its own. */
export interface StartedService {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  printed(): string;
  api<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** Ends it as a person does, and gives its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export interface StartOptions {
  readonly folder: string;
  readonly file?: string;
  readonly latency?: "instant" | "recorded";
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the service and waits until it serves, or until it has taken the file to the end. */
export async function startService(options: StartOptions): Promise<StartedService> {
  const child = spawnStart(options);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  await until(() => /stays up\. Press Ctrl-C/.test(printed) || child.exitCode !== null, 120_000);
  const url = /listens +(http:\S+)/.exec(printed)?.[1] ?? /TwinStack is at (http:\S+) and stays up/.exec(printed)?.[1];
  if (url === undefined) throw new Error(`the service did not start:\n${printed}`);
  const token = (await readFile(join(options.folder, "token"), "utf8")).trim();
  return {
    url,
    child,
    printed: () => printed,
    api: (method, path, body) => call(`${url}/api/v1${path}`, method, token, body),
    async stop() {
      return end(child, "SIGTERM");
    },
    async kill() {
      await end(child, "SIGKILL");
    },
  };
}

/** The process alone, for starts that are meant to fail. */
export function spawnStart({ folder, file, latency = "instant", env = {} }: StartOptions): ChildProcess {
  const args = ["--disable-warning=ExperimentalWarning", join(CHECKOUT, "server/start.ts"), ...(file ? [file] : [])];
  return spawn(toolchain().nodePath, args, {
    cwd: CHECKOUT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      TWINSTACK_DATA: folder,
      TWINSTACK_PORT: "0",
      TWINSTACK_SANDBOX_LATENCY: latency,
      SANDBOX_ADMIN_TOKEN: FAULT_TOKEN,
      NODE_COMPILE_CACHE: join(tmpdir(), "twinstack-test-compiled"),
      ...env,
    },
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
  return child.exitCode;
}

async function call<T>(url: string, method: string, token: string, body: unknown): Promise<Answer<T>> {
  const yaml = typeof body === "string";
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": yaml ? "application/yaml" : "application/json" }),
    },
    ...(body !== undefined && { body: yaml ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as T };
}

/** Plans the workspace (or its destruction) and waits until every site has its plan or its failure. */
export async function plan(service: StartedService, workspaceId: string, kind = "apply"): Promise<readonly Run[]> {
  const started = await service.api<{ runs: Run[] }>("POST", `/workspaces/${workspaceId}/runs`, { kind });
  if (started.status !== 202) throw new Error(`the runs were refused: ${JSON.stringify(started.body)}`);
  return settle(service, started.body.runs);
}

/** Confirms every run that waits, with the machine's name, and waits for the ends. */
export async function apply(service: StartedService, runs: readonly Run[]): Promise<readonly Run[]> {
  for (const run of runs.filter(({ status }) => status === "planned")) {
    await service.api("POST", `/runs/${run.id}/apply`, { confirmName: run.workspaceName });
  }
  return settle(service, runs, ["planned"]);
}

/** Waits until no run moves any more; a status in `notYet` is not an end. */
export async function settle(
  service: StartedService,
  runs: readonly Run[],
  notYet: readonly RunStatus[] = [],
): Promise<readonly Run[]> {
  const ends = SETTLED.filter((status) => !notYet.includes(status));
  let now: readonly Run[] = runs;
  await until(async () => {
    now = await Promise.all(runs.map(async ({ id }) => (await service.api<Run>("GET", `/runs/${id}`)).body));
    return now.every(({ status }) => ends.includes(status));
  }, 180_000);
  return now;
}

export async function instances(service: StartedService): Promise<readonly Instance[]> {
  return (await service.api<{ items: Instance[] }>("GET", "/instances")).body.items;
}

export async function submit(service: StartedService, yaml: string): Promise<SubmissionReceipt> {
  const answer = await service.api<SubmissionReceipt>("POST", "/workspaces", yaml);
  if (answer.status !== 201) throw new Error(`the requirement was refused: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/**
 * Switches a fault of a sandbox cloud on, for one command of CloudStack or by address; the answer switches all of that
 * cloud's faults of this kind off again.
 */
export async function breakCloud(
  service: StartedService,
  kind: Cloud["kind"],
  fault: object = { effect: { kind: "outage" } },
): Promise<() => Promise<void>> {
  const board = "command" in fault ? "command-faults" : "faults";
  const answer = await switchCloud(service, kind, "POST", board, fault);
  if (answer !== 201) throw new Error(`the fault was refused: ${answer}`);
  return async () => {
    await switchCloud(service, kind, "DELETE", board);
  };
}

/** Lets the sandbox CloudStack end every async job that a fault made endless. */
export async function endPendingJobs(service: StartedService): Promise<void> {
  await switchCloud(service, "cloudstack", "DELETE", "pending-jobs");
}

async function switchCloud(
  service: StartedService,
  kind: Cloud["kind"],
  method: string,
  path: string,
  body?: object,
): Promise<number> {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const endpoint = items.find((cloud) => cloud.kind === kind)?.endpoint ?? "";
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(`${new URL(endpoint).origin}/sandbox-admin/${path}`, {
    method,
    headers: { "x-sandbox-token": FAULT_TOKEN, ...json },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return answer.status;
}

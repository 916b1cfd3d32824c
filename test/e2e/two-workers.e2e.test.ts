import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import type { Run, ServiceStatus } from "../../src/contract/index.ts";
import {
  makeDataFolder,
  removeDataFolder,
  type StartedService,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { toolchain } from "../_helpers/toolchain.ts";
import { until } from "../_helpers/until.ts";

jest.setTimeout(600_000);

const CHECKOUT = resolve(import.meta.dirname, "../..");
const WORKSPACES = 6;

let folder: string;
let service: StartedService;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  folder = await makeDataFolder();
  service = await startService({ folder, env: { TWINSTACK_WORKER: "off" } });
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => end(worker, "SIGTERM")));
  await service.stop();
  await removeDataFolder(folder);
});

/** A worker process as `npm run worker` starts it, on the service's data folder. */
async function startWorker(): Promise<ChildProcess> {
  const child = spawn(
    toolchain().nodePath,
    ["--disable-warning=ExperimentalWarning", join(CHECKOUT, "server/worker.ts")],
    {
      cwd: CHECKOUT,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: folder,
        TWINSTACK_DATA: folder,
        TWINSTACK_CONCURRENCY: "2",
        NODE_COMPILE_CACHE: join(tmpdir(), "twinstack-test-compiled"),
      },
    },
  );
  workers.push(child);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  await until(() => printed.includes("TwinStack worker") || child.exitCode !== null, 120_000);
  if (child.exitCode !== null) throw new Error(`the worker did not start:\n${printed}`);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

async function status(): Promise<ServiceStatus> {
  return (await service.api<ServiceStatus>("GET", "/status")).body;
}

async function allRuns(): Promise<readonly Run[]> {
  return (await service.api<{ items: Run[] }>("GET", "/runs?limit=100")).body.items;
}

/** How many runs each worker planned, from the embedded database, as a worker on this machine reaches it. */
async function planned(): Promise<readonly number[]> {
  const pool = makePool((await readFile(join(folder, "database.url"), "utf8")).trim(), { max: 1 });
  try {
    const { rows } = await pool.query<{ runs: number }>(
      "select count(*)::integer as runs from run where status = 'planned' group by claimed_by",
    );
    return rows.map(({ runs }) => runs);
  } finally {
    await pool.end();
  }
}

async function startRuns(workspaceId: string): Promise<void> {
  const answer = await service.api("POST", `/workspaces/${workspaceId}/runs`, { kind: "apply" });
  expect(answer.status).toBe(202);
}

const requirement = (name: string): string => `
name: ${name}
profile: blank
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;

test("without a worker a run waits and says so", async () => {
  const { workspace } = await submit(service, requirement("lonely"));
  await startRuns(workspace.id);

  const runs = await allRuns();
  const { workers: seen } = await status();

  expect(seen).toEqual([]);
  expect(runs.map(({ waitingFor }) => waitingFor?.reason)).toEqual(["no-worker", "no-worker"]);
});

test("two worker processes share what there is to do", async () => {
  await Promise.all([startWorker(), startWorker()]);
  for (let index = 0; index < WORKSPACES; index += 1) {
    const { workspace } = await submit(service, requirement(`shared-${index}`));
    await startRuns(workspace.id);
  }

  await until(async () => (await allRuns()).every(({ status: now }) => now === "planned"), 300_000);

  const shares = await planned();
  const all = shares.reduce((sum, share) => sum + share, 0);
  expect(all).toBe(2 * (WORKSPACES + 1));
  // About half each: neither did more than twice what the other one did.
  expect(shares).toHaveLength(2);
  expect(Math.max(...shares)).toBeLessThanOrEqual((all * 2) / 3);
});

test("when one worker is killed, the other goes on with its runs", async () => {
  const [first] = workers;
  const { workspace } = await submit(service, requirement("orphaned"));
  for (const run of await allRuns()) {
    if (run.status === "planned") await service.api("POST", `/runs/${run.id}/cancel`, {});
  }
  await startRuns(workspace.id);
  await until(async () => (await allRuns()).some(({ status: now }) => now === "planning"), 120_000);

  if (first !== undefined) await end(first, "SIGKILL");
  await until(async () => {
    const runs = (await allRuns()).filter((run) => run.workspaceId === workspace.id);
    return runs.length > 0 && runs.every(({ status: now }) => now === "planned");
  }, 120_000);
  await until(async () => (await status()).workers.some(({ state }) => state === "lost"), 60_000);

  const { workers: seen } = await status();
  expect(seen.map(({ state }) => state).sort()).toEqual(["alive", "lost"]);
});

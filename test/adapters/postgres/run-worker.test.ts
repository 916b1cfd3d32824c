import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { systemClock, systemTimers } from "../../../server/composition/system-time.ts";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import type { RunStatus } from "../../../src/contract/index.ts";
import { classifyChange } from "../../../src/drift/index.ts";
import { makeRunWorker, type RunRecord, type RunStore, type RunWorker } from "../../../src/run/index.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { IDS, samplePlan } from "../../_helpers/samples.ts";
import { makeScriptedEngine, type Script } from "../../_helpers/scripted-engine.ts";

let database: FreshDatabase;
let store: RunStore;
let workers: RunWorker[];

beforeEach(async () => {
  database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('local', 'local')");
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'local', 'web', now(), now())",
    [IDS.workspace],
  );
  store = makeRunStore(database.pool, await testKeyring(database.pool));
  workers = [];
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await database.close();
});

function startWorker(script: Partial<Script> = {}) {
  const { engine, calls } = makeScriptedEngine(script);
  const worker = makeRunWorker({
    store,
    synthesize: async () => ({ "cdk.tf.json": "{}" }),
    engine,
    classify: classifyChange,
    stackPlan: async ({ site }) =>
      samplePlan().sites.find(({ cloud }) => cloud === site) ?? samplePlan().sites[0] ?? never(),
    stateSerial: async () => null,
    stateAddresses: async () => [],
    cloudEnvironment: async () => ({}),
    stateAccess: { open: async () => ({}), close: async () => true, adopt: async () => true },
    onApplied: async () => undefined,
    clock: systemClock,
    timers: systemTimers,
    workerId: `worker-${workers.length}`,
    concurrency: 2,
    // No polling within a test: what makes a run go on is a notification.
    pollMs: 600_000,
  });
  workers.push(worker);
  worker.start();
  return calls;
}

function never(): never {
  throw new Error("the sample plan has sites");
}

async function reach(run: RunRecord, status: RunStatus): Promise<void> {
  for (;;) {
    const now = await store.find("local", run.id).catch(() => null);
    if (now?.status === status) return;
    if (now?.finishedAt) throw new Error(`ended as ${now.status}: ${JSON.stringify(now.failure)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function add(overrides: Partial<RunRecord> = {}): Promise<RunRecord> {
  const run = sampleRun({ autoApply: true, ...overrides });
  await store.create([run]);
  return run;
}

test("picks runs up by notification and takes them to the end", async () => {
  startWorker();

  const [main, standby] = [await add(), await add({ site: "cloudstack", role: "standby" })];
  await Promise.all([reach(main, "applied"), reach(standby, "applied")]);

  const statuses = (await store.events(main.id, 0, 100))
    .filter(({ kind }) => kind === "status")
    .map(({ text }) => text);
  expect(statuses).toEqual(["planning", "planned", "applying", "applied"]);
});

test("loses nothing when every connection breaks in the middle of an apply", async () => {
  let finish = () => {};
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const at = new Date().toISOString();
  startWorker({
    async apply({ onEvent }) {
      onEvent({ at, kind: "log", phase: "apply", text: "before", progress: null });
      await gate;
      onEvent({ at, kind: "log", phase: "apply", text: "after", progress: null });
      return { kind: "applied", outputs: null };
    },
  });
  const run = await add();
  await reach(run, "applying");

  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  finish();
  await reach(run, "applied");

  const logs = (await store.events(run.id, 0, 100)).filter(({ kind }) => kind === "log").map(({ text }) => text);
  expect(logs).toEqual(["before", "after"]);
});

test("lets two workers share the runs, each run done once", async () => {
  const calls = [startWorker(), startWorker()];

  const runs = [await add(), await add({ site: "cloudstack", role: "standby" })];
  await Promise.all(runs.map((run) => reach(run, "applied")));

  const done = calls.flat().map(({ phase, request }) => `${phase} ${request.runId}`);
  expect(done.sort()).toEqual(runs.flatMap(({ id }) => [`apply ${id}`, `plan ${id}`]).sort());
});

import { afterEach, beforeEach } from "@jest/globals";
import { systemTimers } from "../../server/composition/system-time.ts";
import type { RunStatus } from "../../src/contract/index.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Timers } from "../../src/kernel/timers.ts";
import {
  makeRunWorker,
  type RunRecord,
  type RunStore,
  type RunWorker,
  type RunWorkerOptions,
} from "../../src/run/index.ts";
import { makeMemoryRunStore } from "../_helpers/memory-run-store.ts";
import { sampleRun, sampleSummary } from "../_helpers/run-records.ts";
import { samplePlan } from "../_helpers/samples.ts";
import { makeScriptedEngine, type Script } from "../_helpers/scripted-engine.ts";

/** A failure of an apply, without its code. */
export const INTERRUPTED = { phase: "apply" as const, summary: "s", detail: "d", remedy: "r", diagnostics: [] };

/** Real timers, but a pause takes no time. */
export const IMPATIENT: Timers = { ...systemTimers, pause: async () => undefined };

/** The plan that confirmed runs are stored with. */
export const STORED = {
  planFile: new Uint8Array([1]),
  planJson: {},
  terraform: { "cdk.tf.json": "{}" },
  stateSerial: null,
};

/** What one test's workers share and what they were seen to do. */
interface Bench {
  store: RunStore;
  workers: RunWorker[];
  closed: string[];
  applied: unknown[];
  adopted: unknown[];
  errors: unknown[];
}

function freshBench(): Bench {
  return { store: makeMemoryRunStore(), workers: [], closed: [], applied: [], adopted: [], errors: [] };
}

export const bench: Bench = freshBench();

/** Gives every test of the file a bench of its own and stops its workers afterwards. */
export function useFreshBench(): void {
  beforeEach(() => {
    Object.assign(bench, freshBench());
  });

  afterEach(async () => {
    await Promise.all(bench.workers.map((worker) => worker.stop()));
  });
}

/** Starts a worker over the bench's store with a scripted engine and fakes that note what they are told. */
export function startWorker(script: Partial<Script> = {}, overrides: Partial<RunWorkerOptions> = {}) {
  const { engine, calls } = makeScriptedEngine(script);
  const worker = makeRunWorker({
    store: bench.store,
    synthesize: async () => ({ "cdk.tf.json": "{}" }),
    engine,
    classify: classifyChange,
    stackPlan: async ({ site, revision }) => {
      const found = samplePlan(revision).sites.find((candidate) => candidate.cloud === site);
      if (found === undefined) throw new AppError("not-found", "no site");
      return found;
    },
    stateSerial: async () => null,
    stateAddresses: async () => [],
    cloudEnvironment: async () => ({ OS_PASSWORD: "secret" }),
    stateAccess: {
      open: async () => ({ TF_HTTP_PASSWORD: "one-run" }),
      close: async (runId) => {
        bench.closed.push(runId);
        return true;
      },
      adopt: async (run, state) => {
        bench.adopted.push([run.id, new TextDecoder().decode(state)]);
        return true;
      },
    },
    onApplied: async (run, outputs) => {
      bench.applied.push([run.id, outputs]);
    },
    clock: { now: () => new Date() },
    workerId: `worker-${bench.workers.length}`,
    concurrency: 2,
    pollMs: 20,
    onError: (error) => bench.errors.push(error),
    timers: IMPATIENT,
    ...overrides,
  });
  bench.workers.push(worker);
  worker.start();
  return { worker, calls };
}

/** Waits until a run has a status; fails when it ends in another one. */
export async function reach(run: RunRecord, status: RunStatus): Promise<RunRecord> {
  for (;;) {
    const now = await bench.store.find("local", run.id);
    if (now?.status === status) return now;
    if (now?.finishedAt) throw new Error(`ended as ${now.status}: ${JSON.stringify(now.failure)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Adds a sample run to the bench's store. */
export async function add(overrides: Partial<RunRecord> = {}): Promise<RunRecord> {
  const run = sampleRun(overrides);
  await bench.store.create([run]);
  return run;
}

/** Adds a run that is planned and confirmed, with its stored plan. */
export async function addConfirmed(overrides: Partial<RunRecord> = {}): Promise<RunRecord> {
  const { status = "confirmed" } = overrides;
  const run = await add({ summary: sampleSummary(), ...overrides, status: "planned" });
  await bench.store.savePlan(run.id, 0, STORED);
  // Only now is there something to take for a worker that is already looking.
  return bench.store.transition(run.id, "planned", status, {});
}

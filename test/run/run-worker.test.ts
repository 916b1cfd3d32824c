import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RunStatus } from "../../src/contract/index.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import {
  makeRunWorker,
  type RunRecord,
  type RunStore,
  type RunWorker,
  type RunWorkerOptions,
} from "../../src/run/index.ts";
import { makeMemoryRunStore } from "../_helpers/memory-run-store.ts";
import { planJson } from "../_helpers/plan-json.ts";
import { sampleRun, sampleSummary } from "../_helpers/run-records.ts";
import { samplePlan } from "../_helpers/samples.ts";
import { makeScriptedEngine, ONE_CREATED, type Script, untilStopped } from "../_helpers/scripted-engine.ts";
import { SAMPLE_OUTPUTS } from "../_helpers/terraform-data.ts";

const interruptedFailure = { phase: "apply" as const, summary: "s", detail: "d", remedy: "r", diagnostics: [] };
const STORED = { planFile: new Uint8Array([1]), planJson: {}, terraform: { "cdk.tf.json": "{}" }, stateSerial: null };

let store: RunStore;
let workers: RunWorker[];
let closed: string[];
let applied: unknown[];
let adopted: unknown[];
let errors: unknown[];

beforeEach(() => {
  store = makeMemoryRunStore();
  workers = [];
  closed = [];
  applied = [];
  adopted = [];
  errors = [];
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
});

function startWorker(script: Partial<Script> = {}, overrides: Partial<RunWorkerOptions> = {}) {
  const { engine, calls } = makeScriptedEngine(script);
  const worker = makeRunWorker({
    store,
    synthesize: async () => ({ "cdk.tf.json": "{}" }),
    engine,
    classify: classifyChange,
    sitePlan: async ({ site, revision }) => {
      const found = samplePlan(revision).sites.find((candidate) => candidate.cloud === site);
      if (found === undefined) throw new AppError("not-found", "no site");
      return found;
    },
    stateSerial: async () => null,
    cloudEnvironment: async () => ({ OS_PASSWORD: "secret" }),
    stateAccess: {
      open: async () => ({ TF_HTTP_PASSWORD: "one-run" }),
      close: async (runId) => {
        closed.push(runId);
      },
      adopt: async (run, state) => {
        adopted.push([run.id, new TextDecoder().decode(state)]);
        return true;
      },
    },
    onApplied: async (run, outputs) => {
      applied.push([run.id, outputs]);
    },
    clock: { now: () => new Date() },
    workerId: `worker-${workers.length}`,
    concurrency: 2,
    pollMs: 20,
    onError: (error) => errors.push(error),
    pause: async () => undefined,
    ...overrides,
  });
  workers.push(worker);
  worker.start();
  return { worker, calls };
}

async function reach(run: RunRecord, status: RunStatus): Promise<RunRecord> {
  for (;;) {
    const now = await store.find("local", run.id);
    if (now?.status === status) return now;
    if (now?.finishedAt) throw new Error(`ended as ${now.status}: ${JSON.stringify(now.failure)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function add(overrides: Partial<RunRecord> = {}): Promise<RunRecord> {
  const run = sampleRun(overrides);
  await store.create([run]);
  return run;
}

async function addConfirmed(overrides: Partial<RunRecord> = {}): Promise<RunRecord> {
  const run = await add({ status: "confirmed", summary: sampleSummary(), ...overrides });
  await store.savePlan(run.id, 0, STORED);
  return run;
}

describe("planning", () => {
  test("ends in a plan for review, with its files, the environment of the run and nothing left open", async () => {
    const run = await add();

    const { calls } = startWorker();
    const planned = await reach(run, "planned");

    expect(calls).toHaveLength(1);
    expect(calls[0]?.request).toMatchObject({
      runId: run.id,
      kind: "apply",
      files: { "cdk.tf.json": "{}" },
      environment: { OS_PASSWORD: "secret", TF_HTTP_PASSWORD: "one-run" },
    });
    expect(planned.summary).toMatchObject({ danger: "nothing", counts: { create: 1 } });
    expect(await store.plan(run.id)).toMatchObject({ planFile: new Uint8Array([1]), stateSerial: null });
    expect(closed).toEqual([run.id]);
    expect((await store.events(run.id, 0, 10)).map(({ kind, text }) => [kind, text])).toEqual([
      ["status", "planning"],
      ["status", "planned"],
    ]);
  });

  test("finishes when nothing changes, and notes that this revision is what runs", async () => {
    const outputs = Object.fromEntries(Object.entries(SAMPLE_OUTPUTS).map(([name, value]) => [name, { value }]));
    const run = await add();

    startWorker({
      plan: async () => ({
        ...ONE_CREATED,
        planJson: planJson([], { planned_values: { outputs } }),
        hasChanges: false,
      }),
    });
    const finished = await reach(run, "planned-and-finished");

    expect(finished.finishedAt).not.toBeNull();
    expect(applied).toEqual([[run.id, SAMPLE_OUTPUTS]]);
  });

  test("goes on alone when asked to, as long as nothing is harmed", async () => {
    const run = await add({ autoApply: true });

    const { calls } = startWorker();
    await reach(run, "applied");

    expect(calls.map(({ phase }) => phase)).toEqual(["plan", "apply"]);
    expect(applied).toEqual([[run.id, SAMPLE_OUTPUTS]]);
  });

  test.each([
    ["a restart", "cloudstack_instance", ["update"], { service_offering: "a" }, { service_offering: "b" }],
    ["a replacement", "cloudstack_instance", ["delete", "create"], { id: "1" }, {}],
    ["a shrinking disk", "cloudstack_disk", ["update"], { size: 2 }, { size: 1 }],
  ])("waits for a person before %s even when asked to go on alone", async (_what, type, actions, before, after) => {
    const run = await add({ autoApply: true });
    const json = planJson([{ type, actions, before, after }]);

    const { calls } = startWorker({ plan: async () => ({ ...ONE_CREATED, planJson: json }) });
    await reach(run, "planned");
    await new Promise((resolve) => setTimeout(resolve, 60));

    expect(calls.map(({ phase }) => phase)).toEqual(["plan"]);
  });

  test("waits for a person before it destroys, whatever the plan holds", async () => {
    const run = await add({ autoApply: true, kind: "destroy" });

    startWorker();
    await reach(run, "planned");
    await new Promise((resolve) => setTimeout(resolve, 60));

    expect((await store.find("local", run.id))?.status).toBe("planned");
  });

  test.each([
    ["prepare", "cloudEnvironment", new AppError("not-found", "The cloud east is gone."), "not-found"],
    ["synth", "synthesize", new AppError("synth-refused", "A provisioner was found."), "synth-refused"],
    ["prepare", "sitePlan", new TypeError("canary"), "internal"],
  ] as const)(
    "ends errored when %s fails in %s, without telling more than it may",
    async (phase, port, thrown, code) => {
      const run = await add();

      startWorker({}, { [port]: () => Promise.reject(thrown) });
      await reach(run, "errored");

      const { failure } = (await store.find("local", run.id)) ?? {};
      expect(failure).toMatchObject({ phase, code });
      expect(failure?.remedy).not.toBe("");
      expect(JSON.stringify(failure)).not.toContain("canary");
      expect(closed).toEqual([run.id]);
    },
  );

  test("is canceled by a cancel that came too late for the engine, instead of the apply later on", async () => {
    const run = await add({ autoApply: true });

    const { calls } = startWorker({
      async plan() {
        await store.requestCancel(run.id, "gently");
        return ONE_CREATED;
      },
    });
    await reach(run, "canceled");

    expect(calls.map(({ phase }) => phase)).toEqual(["plan"]);
  });

  test("ends errored when the plan cannot be read, rather than planning again for ever", async () => {
    const run = await add();

    const { calls } = startWorker(
      {},
      {
        classify: () => {
          throw new TypeError("canary");
        },
      },
    );
    const errored = await reach(run, "errored");

    expect(calls).toHaveLength(1);
    expect(errored.failure).toMatchObject({ code: "internal", phase: "plan" });
    expect(JSON.stringify(errored.failure)).not.toContain("canary");
    expect(errors).toHaveLength(1);
  });

  test("keeps the engine's own failure", async () => {
    const failure = {
      code: "cloud-unreachable",
      phase: "plan",
      summary: "s",
      detail: "d",
      remedy: "r",
      diagnostics: [],
    } as const;
    const run = await add();

    startWorker({ plan: async () => ({ kind: "failed", failure: { ...failure, diagnostics: [] } }) });
    const errored = await reach(run, "errored");

    expect(errored.failure).toEqual(failure);
  });
});

describe("applying", () => {
  test("applies exactly the stored plan and files", async () => {
    const run = await addConfirmed();

    const { calls } = startWorker();
    await reach(run, "applied");

    expect(calls.map(({ phase }) => phase)).toEqual(["apply"]);
    expect(calls[0]?.request.files).toEqual(STORED.terraform);
    expect(closed).toEqual([run.id]);
  });

  test("stores the state that the backend did not take, before the run ends", async () => {
    const run = await addConfirmed();
    const failure = { ...interruptedFailure, code: "state-not-saved" };

    startWorker({
      apply: async () => ({ kind: "failed", failure, unsavedState: new TextEncoder().encode("the state") }),
    });
    const errored = await reach(run, "errored");

    expect(adopted).toEqual([[run.id, "the state"]]);
    expect(errored.failure?.detail).toContain("nothing of it is lost");
  });

  test("closes the state before the run's end lets another run in", async () => {
    const run = await addConfirmed();
    let statusAtClose: RunStatus | undefined;

    startWorker(
      {},
      {
        stateAccess: {
          open: async () => ({}),
          adopt: async () => true,
          close: async () => {
            statusAtClose = (await store.find("local", run.id))?.status;
          },
        },
      },
    );
    await reach(run, "applied");

    expect(statusAtClose).toBe("applying");
  });

  test("does not begin when a cancel came before it", async () => {
    const run = await addConfirmed({ cancelRequested: "gently" });

    const { calls } = startWorker();
    await reach(run, "canceled");

    expect(calls).toEqual([]);
  });

  test("refuses a plan whose state has moved, although Terraform would not notice on an empty one", async () => {
    const run = await addConfirmed();

    const { calls } = startWorker({}, { stateSerial: async () => 1 });
    const errored = await reach(run, "errored");

    expect(errored.failure).toMatchObject({ code: "plan-stale", phase: "apply" });
    expect(calls).toEqual([]);
  });

  test("runs both sites at once", async () => {
    const main = await addConfirmed();
    const standby = await addConfirmed({ site: "cloudstack", role: "standby" });
    let together = 0;
    let most = 0;

    startWorker({
      async apply() {
        together += 1;
        most = Math.max(most, together);
        await new Promise((resolve) => setTimeout(resolve, 30));
        together -= 1;
        return { kind: "applied", outputs: null };
      },
    });
    await Promise.all([reach(main, "applied"), reach(standby, "applied")]);

    expect(most).toBe(2);
  });

  test("notes no outputs after a destroy", async () => {
    const run = await addConfirmed({ kind: "destroy" });

    startWorker();
    await reach(run, "applied");

    expect(applied).toEqual([[run.id, null]]);
  });

  test("is tried again with its note when the database is away for a moment", async () => {
    const run = await addConfirmed();
    let failures = 0;

    startWorker(
      {},
      {
        onApplied: async () => {
          failures += 1;
          if (failures < 4) throw new Error("Connection terminated unexpectedly");
        },
      },
    );
    await reach(run, "applied");

    expect(failures).toBe(4);
  });
});

describe("stopping", () => {
  test.each(["planning", "applying"] as const)("cancels gently while %s", async (status) => {
    const run = status === "planning" ? await add() : await addConfirmed();
    const { calls } = startWorker({ plan: untilStopped, apply: untilStopped });
    await reach(run, status);

    await store.requestCancel(run.id, "gently");
    const canceled = await reach(run, "canceled");

    expect(canceled.finishedAt).not.toBeNull();
    expect(canceled.failure?.code).toBe(status === "applying" ? "interrupted" : undefined);
    expect(calls[0]?.request.signal.aborted).toBe(true);
    expect(calls[0]?.request.killSignal.aborted).toBe(false);
  });

  test("passes force on to the engine", async () => {
    const run = await addConfirmed();
    const { calls } = startWorker({
      apply: ({ killSignal }) =>
        new Promise((resolve) => killSignal.addEventListener("abort", () => resolve({ kind: "canceled" }))),
    });
    await reach(run, "applying");

    await store.requestCancel(run.id, "gently");
    await store.requestCancel(run.id, "forced");
    await reach(run, "canceled");

    expect(calls[0]?.request.killSignal.aborted).toBe(true);
  });

  test("at shutdown hands a plan over to the next worker", async () => {
    const run = await add();
    const first = startWorker({ plan: untilStopped });
    await reach(run, "planning");

    await first.worker.stop();
    const afterStop = await store.find("local", run.id);
    startWorker();
    await reach(run, "planned");

    expect(afterStop?.status).toBe("planning");
  });

  test("at shutdown lets an apply finish", async () => {
    const run = await addConfirmed();
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { worker } = startWorker({
      async apply() {
        await gate;
        return { kind: "applied", outputs: null };
      },
    });
    await reach(run, "applying");

    const stopped = worker.stop();
    finish();
    await stopped;

    expect((await store.find("local", run.id))?.status).toBe("applied");
  });

  test("at shutdown interrupts an apply that takes too long, and says so", async () => {
    const run = await addConfirmed();
    const { worker } = startWorker({ apply: untilStopped }, { stopAfterMs: 10 });
    await reach(run, "applying");

    await worker.stop();

    expect((await store.find("local", run.id))?.failure).toMatchObject({ code: "interrupted" });
  });
});

describe("taking over from a dead worker", () => {
  test("plans again", async () => {
    const run = await add({ status: "planning" });

    const { calls } = startWorker();
    await reach(run, "planned");

    expect(calls.map(({ phase }) => phase)).toEqual(["plan"]);
  });

  test("never applies the old plan again: the run ends as interrupted, its lock and credential gone", async () => {
    const run = await addConfirmed({ status: "applying" });

    const { calls } = startWorker();
    const errored = await reach(run, "errored");

    expect(calls).toEqual([]);
    expect(errored.failure).toMatchObject({ code: "interrupted", phase: "apply" });
    expect(errored.failure?.remedy).toContain("Plan again");
    expect(closed).toEqual([run.id]);
  });

  test("gives the dead worker's lock and credential back before it plans again", async () => {
    const run = await add({ status: "planning" });
    let closedBefore: readonly string[] = [];

    startWorker({
      async plan() {
        closedBefore = [...closed];
        return ONE_CREATED;
      },
    });
    await reach(run, "planned");

    expect(closedBefore).toEqual([run.id]);
  });

  test("waits for the dead worker's engine, then stores the state it could not hand over, then ends the run", async () => {
    const run = await addConfirmed({ status: "applying" });
    let end = () => {};
    const engineEnds = new Promise<void>((resolve) => {
      end = resolve;
    });

    startWorker({
      async recover() {
        await engineEnds;
        return { wasHere: true, state: new TextEncoder().encode("the state") };
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 40));
    const meanwhile = await store.find("local", run.id);
    end();
    const errored = await reach(run, "errored");

    expect(meanwhile?.status).toBe("applying");
    expect(adopted).toEqual([[run.id, "the state"]]);
    expect(closed).toEqual([run.id]);
    expect(errored.failure).toMatchObject({ code: "interrupted" });
    expect(errored.failure?.detail).toContain("found and stored");
  });

  test("gives a worker on another machine the time to notice and to end its engine", async () => {
    const run = await addConfirmed({ status: "applying" });
    const pauses: number[] = [];

    startWorker(
      { recover: async () => ({ wasHere: false, state: null }) },
      {
        pause: async (ms) => {
          pauses.push(ms);
        },
      },
    );
    await reach(run, "errored");

    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(20_000);
  });

  test("cancels a plan that was to be canceled when its worker died", async () => {
    const run = await add({ status: "planning", cancelRequested: "gently" });

    const { calls } = startWorker();
    await reach(run, "canceled");

    expect(calls).toEqual([]);
  });

  test("stops the engine and writes nothing once another worker has the run", async () => {
    const run = await add();
    let now = Date.now();
    store = makeMemoryRunStore(() => now);
    await store.create([run]);
    const { calls } = startWorker({ plan: untilStopped }, { leaseSeconds: 0.06 });
    await reach(run, "planning");

    now += 1_000_000;
    const claim = await store.claimNext("thief", 1_000_000);
    while (calls[0]?.request.killSignal.aborted !== true) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(claim?.run.id).toBe(run.id);
    expect((await store.find("local", run.id))?.status).toBe("planning");
    expect(closed).toEqual([]);
    expect(await store.renewClaim(run.id, claim?.epoch ?? 0, 60)).toBe(true);
  });
});

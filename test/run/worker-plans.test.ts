import { describe, expect, test } from "@jest/globals";
import { AppError } from "../../src/kernel/app-error.ts";
import { planJson } from "../_helpers/plan-json.ts";
import { ONE_CREATED } from "../_helpers/scripted-engine.ts";
import { SAMPLE_OUTPUTS } from "../_helpers/terraform-data.ts";
import { add, bench, reach, startWorker, useFreshBench } from "./a-worker.ts";

useFreshBench();

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
    expect(await bench.store.plan(run.id)).toMatchObject({ planFile: new Uint8Array([1]), stateSerial: null });
    expect(bench.closed).toEqual([run.id]);
    expect((await bench.store.events(run.id, 0, 10)).map(({ kind, text }) => [kind, text])).toEqual([
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
    expect(bench.applied).toEqual([[run.id, SAMPLE_OUTPUTS]]);
  });

  test("goes on alone when asked to, as long as nothing is harmed", async () => {
    const run = await add({ autoApply: true });

    const { calls } = startWorker();
    await reach(run, "applied");

    expect(calls.map(({ phase }) => phase)).toEqual(["plan", "apply"]);
    expect(bench.applied).toEqual([[run.id, SAMPLE_OUTPUTS]]);
  });

  test("waits for a person all the same while versions have moved that no apply on the site has used", async () => {
    const run = await add({ autoApply: true });
    const pinned: string[] = [];
    const pins = {
      pin: async (workspaceId: string) => void pinned.push(workspaceId),
      awaitsReview: async (workspaceId: string, site: string) => workspaceId === run.workspaceId && site === run.site,
    };

    const { calls } = startWorker({}, { pins });
    await reach(run, "planned");
    await Promise.all(bench.workers.map((worker) => worker.stop()));

    expect(pinned).toEqual([run.workspaceId]);
    expect(calls.map(({ phase }) => phase)).toEqual(["plan"]);
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

    expect((await bench.store.find("local", run.id))?.status).toBe("planned");
  });

  test.each([
    ["prepare", "cloudEnvironment", new AppError("not-found", "The cloud east is gone."), "not-found"],
    ["synth", "synthesize", new AppError("synth-refused", "A provisioner was found."), "synth-refused"],
    ["prepare", "stackPlan", new TypeError("canary"), "internal"],
  ] as const)(
    "ends errored when %s fails in %s, without telling more than it may",
    async (phase, port, thrown, code) => {
      const run = await add();

      startWorker({}, { [port]: () => Promise.reject(thrown) });
      await reach(run, "errored");

      const { failure } = (await bench.store.find("local", run.id)) ?? {};
      expect(failure).toMatchObject({ phase, code });
      expect(failure?.remedy).not.toBe("");
      expect(JSON.stringify(failure)).not.toContain("canary");
      expect(bench.closed).toEqual([run.id]);
    },
  );

  test("is canceled by a cancel that came too late for the engine, instead of the apply later on", async () => {
    const run = await add({ autoApply: true });

    const { calls } = startWorker({
      async plan() {
        await bench.store.requestCancel(run.id, "gently");
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
    expect(bench.errors).toHaveLength(1);
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

import { expect, test } from "@jest/globals";
import type { StrayObject } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { RunObject, SiteCare } from "../../src/run/index.ts";
import { add, addConfirmed, reach, startWorker, useFreshBench } from "./a-worker.ts";

useFreshBench();

const STRAY: StrayObject = {
  kind: "volume",
  id: "v-1",
  name: "ts-web-root",
  cloudStatus: "available",
  decision: "remove",
  address: null,
  danger: "destroys-data",
  title: "Removes the stray volume ts-web-root from the cloud",
  reason: "It is a second one.",
};

function scriptedCare(script: Partial<SiteCare> = {}) {
  const noted: RunObject[] = [];
  const care: SiteCare = {
    reconcile: async () => null,
    removeStrays: async () => undefined,
    noteObjects: async (_runId, objects) => {
      noted.push(...objects);
    },
    ...script,
  };
  return { care, noted };
}

test("what repair removes is part of the reviewed plan with its danger, and is never applied alone", async () => {
  const { care } = scriptedCare({ reconcile: async () => ({ changes: [STRAY] }) });
  startWorker({}, { siteCare: care });

  const planned = await reach(await add({ autoApply: true }), "planned");

  expect(planned.summary).toMatchObject({ danger: "destroys-data", counts: { create: 1, destroy: 1 } });
  expect(planned.summary?.changes[0]).toMatchObject({ actions: ["delete"], title: STRAY.title });
});

test("a removal alone waits for review too, though Terraform has nothing to change", async () => {
  const { care } = scriptedCare({ reconcile: async () => ({ changes: [STRAY] }) });
  const nothing = { kind: "planned" as const, planFile: new Uint8Array(), planJson: {}, hasChanges: false };
  startWorker({ plan: async () => nothing }, { siteCare: care });

  const planned = await reach(await add(), "planned");

  expect(planned.summary?.changes).toHaveLength(1);
});

test("nothing is planned while an unclean site's cloud does not answer", async () => {
  const { care } = scriptedCare({ reconcile: () => Promise.reject(new AppError("cloud-unreachable", "no answer")) });
  const { calls } = startWorker({}, { siteCare: care });

  const errored = await reach(await add(), "errored");

  expect(errored.failure).toMatchObject({ code: "cloud-unreachable", phase: "prepare" });
  expect(calls).toEqual([]);
});

test("intents are noted before a plan can be confirmed", async () => {
  const { care, noted } = scriptedCare();
  startWorker({}, { siteCare: care });

  await reach(await add(), "planned");

  expect(noted).toEqual([expect.objectContaining({ action: "create", state: "intended" })]);
});

test("an apply that may not remove what it should never starts its engine", async () => {
  const { care } = scriptedCare({ removeStrays: () => Promise.reject(new AppError("plan-stale", "there is more")) });
  const { calls } = startWorker({}, { siteCare: care });

  const errored = await reach(await addConfirmed(), "errored");

  expect(errored.failure).toMatchObject({ code: "plan-stale", phase: "apply" });
  expect(errored.failure?.remedy).not.toBe("");
  expect(calls).toEqual([]);
});

import { expect, test } from "@jest/globals";
import { makeCheckSites } from "../../src/drift/check-sites.ts";
import { makeDriftWatch } from "../../src/drift/drift-watch.ts";
import type { DriftNote, DueSite } from "../../src/drift/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { openstackSitePlan } from "../_fixtures/site-plans/openstack-site-plan.ts";
import { listed, WORKSPACE } from "./differences.ts";

const SERVER = "openstack_compute_instance_v2";
const DUE: DueSite = {
  ...{
    workspaceId: WORKSPACE,
    ownerId: "ann",
    site: "openstack",
    cloudId: "cloud",
    runId: "run",
    revision: 1,
    takenAt: new Date(0),
  },
  ...{ machine: "running", power: null, appliedAt: new Date(0) },
};
const STATE = {
  version: 4,
  resources: [
    {
      ...{ mode: "managed", type: SERVER, name: "it" },
      instances: [{ attributes: { id: "1", name: "web", flavor_id: "f" } }],
    },
  ],
};
const never = new AbortController().signal;

/** A check over scripted clouds; counts what it costs. */
function bench(changes: Partial<Parameters<typeof makeCheckSites>[0]> = {}, flavorId = "f") {
  const notes: DriftNote[] = [];
  const cost = { listings: 0, plans: 0 };
  const check = makeCheckSites({
    store: { note: async (_site, note) => void notes.push(note) },
    clients: async () => ({
      ...({} as Awaited<ReturnType<Parameters<typeof makeCheckSites>[0]["clients"]>>),
      async listProject() {
        cost.listings += 1;
        return [listed("machine", "1", { flavorId, power: "active" })];
      },
    }),
    currentState: async () => new TextEncoder().encode(JSON.stringify(STATE)),
    sitePlan: async () => openstackSitePlan(),
    synthesize: async () => ({
      "cdk.tf.json": JSON.stringify({ resource: { [SERVER]: { it: { flavor_id: "f" } } } }),
    }),
    async refreshPlan() {
      cost.plans += 1;
      const [before, after] = [
        { id: "1", flavor_id: "f" },
        { id: "1", flavor_id: flavorId },
      ];
      const change = { actions: ["update"], before, after };
      return { planJson: { resource_drift: [{ address: `${SERVER}.it`, type: SERVER, change }] } };
    },
    timeLimit: () => never,
    ...changes,
  });
  return { check, notes, cost };
}

test("many sites of a project that are as they were applied cost one listing and no plan", async () => {
  const { check, notes, cost } = bench();

  await check([DUE, DUE, DUE], never);

  expect(cost).toEqual({ listings: 1, plans: 0 });
  expect(notes).toEqual(Array(3).fill({ status: "in-step", findings: [], problem: null }));
});

test("a suspect costs a plan, and what that confirms is noted", async () => {
  const { check, notes, cost } = bench({}, "g");

  await check([DUE], never);

  expect(cost).toEqual({ listings: 1, plans: 1 });
  expect(notes).toMatchObject([
    { status: "drifted", problem: null, findings: [{ kind: "changed", class: "dangerous", seenBy: "plan" }] },
  ]);
});

test("when no plan can be made, the lists' word stands with the reason beside it", async () => {
  const refused = new AppError("cloud-credentials", "The cloud refused the password.");
  const { check, notes } = bench({ refreshPlan: () => Promise.reject(refused) }, "g");

  await check([DUE], never);

  expect(notes).toMatchObject([
    {
      ...{ status: "drifted", findings: [{ seenBy: "listing" }] },
      problem: "No plan could confirm it: The cloud refused the password.",
    },
  ]);
});

test("a cloud that does not answer says nothing about its sites", async () => {
  const away = new AppError("cloud-unreachable", "No answer from the cloud.");
  const { check, notes } = bench({ clients: () => Promise.reject(away) });

  await check([DUE, DUE], never);

  expect(notes).toEqual(Array(2).fill({ status: "unknown", findings: [], problem: "No answer from the cloud." }));
});

test("a machine that a person stopped through the service is no drift, whatever the requirement says", async () => {
  const { check, notes } = bench();

  await check([{ ...DUE, power: "start", machine: "stopped" }], never);
  await check([{ ...DUE, power: "stop" }], never);

  expect(notes.map(({ status }) => status)).toEqual(["in-step", "drifted"]);
});

test("what is broken off is not noted", async () => {
  const { check, notes } = bench({}, "g");

  await check([DUE], AbortSignal.abort());

  expect(notes).toEqual([]);
});

test("a watch takes what is due until there is no more, and stops when it is told to", async () => {
  const ticks: (() => void)[] = [];
  const waiting = [[DUE], [DUE, DUE], []];
  const checked: number[] = [];
  let asked: number | null = null;
  const watch = makeDriftWatch({
    store: {
      async takeDue({ intervalSeconds }) {
        asked = intervalSeconds;
        return waiting.shift() ?? [];
      },
    },
    check: async (due) => void checked.push(due.length),
    timers: {
      every(_ms, call) {
        ticks.push(call);
        return () => void ticks.pop();
      },
    },
    intervalSeconds: 3_600,
  });

  watch.start();
  ticks[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  await watch.stop();

  expect([checked, asked, ticks.length]).toEqual([[1, 2], 3_600, 0]);
});

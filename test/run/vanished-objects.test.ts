import { expect, test } from "@jest/globals";
import { vanishedObjects } from "../../src/run/vanished-objects.ts";
import { planJson } from "../_helpers/plan-json.ts";
import { add, bench, reach, startWorker, useFreshBench } from "./a-worker.ts";

useFreshBench();

const NETWORK = "openstack_networking_network_v2.net";
const EMPTY = { kind: "planned" as const, planFile: new Uint8Array([1]), planJson: planJson([]), hasChanges: false };

test("a destroy that finds nothing on the cloud still waits to take it out of the state", async () => {
  startWorker({ plan: async () => EMPTY }, { stateAddresses: async () => [NETWORK] });

  const planned = await reach(await add({ kind: "destroy" }), "planned");

  expect(planned.summary).toMatchObject({ danger: "nothing", counts: { forget: 1, destroy: 0 } });
  expect(planned.summary?.changes).toMatchObject([{ address: NETWORK, name: "net", actions: ["forget"] }]);
  expect(await bench.store.plan(planned.id)).toMatchObject({ planFile: EMPTY.planFile });
});

test("an apply that harms nothing takes it out alone, when it may go on alone", async () => {
  const { calls } = startWorker({ plan: async () => EMPTY }, { stateAddresses: async () => [NETWORK] });

  await reach(await add({ autoApply: true }), "applied");

  expect(calls.map(({ phase }) => phase)).toEqual(["plan", "apply"]);
});

test("a plan without changes ends at once when all that the state knows exists", async () => {
  const kept = planJson([{ type: "openstack_networking_network_v2", name: "net", actions: ["no-op"] }]);
  startWorker({ plan: async () => ({ ...EMPTY, planJson: kept }) }, { stateAddresses: async () => [NETWORK] });

  const finished = await reach(await add(), "planned-and-finished");

  expect(finished.summary?.counts.forget).toBe(0);
});

test("an object with an index stands for the address without it", () => {
  const plan = {
    resource_changes: [
      { address: 'openstack_compute_instance_v2.web["a b"]', change: { actions: ["no-op"] } },
      { address: "module.site[0].openstack_networking_port_v2.port[1]", change: { actions: ["no-op"] } },
    ],
  };

  const vanished = vanishedObjects(plan, [
    "openstack_compute_instance_v2.web",
    "module.site[0].openstack_networking_port_v2.port",
    "module.site[0].openstack_networking_port_v2.gone",
  ]);

  expect(vanished.map(({ address }) => address)).toEqual(["module.site[0].openstack_networking_port_v2.gone"]);
});

import { expect, test } from "@jest/globals";
import { makeKeepAsleep } from "../../src/schedule/index.ts";
import { cloudstackSitePlan } from "../_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../_fixtures/site-plans/openstack-site-plan.ts";

const plan = { ...openstackSitePlan(), role: "primary", machine: "running" } as const;
const asleep = makeKeepAsleep({ isAsleep: async () => true });
const awake = makeKeepAsleep({ isAsleep: async () => false });

test("a run keeps the main machine on OpenStack stopped that the owner's times stopped", async () => {
  expect(await asleep(plan)).toEqual({ ...plan, machine: "stopped" });
  expect(await awake(plan)).toBe(plan);
});

test.each([
  ["a standby, which would lose its network", { ...plan, role: "standby" } as const],
  ["a machine on CloudStack, whose changes would be left out", { ...cloudstackSitePlan(), role: "primary" } as const],
  ["a machine that is not there", { ...plan, machine: "absent" } as const],
])("plans as ever %s", async (_what, other) => {
  expect(await asleep(other)).toBe(other);
});

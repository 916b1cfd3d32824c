import { expect, test } from "@jest/globals";
import { openstackLimits, USUAL_LIMITS } from "../../src/contract/index.ts";
import type { TenantRecord, TenantSight } from "../../src/tenant/ports.ts";
import { driftOf } from "../../src/tenant/report-tenant.ts";

const RECORD = { cloudKind: "openstack", limits: USUAL_LIMITS } as TenantRecord;
const PLAIN = ["project", "user", "role", "network", "subnet"] as const;

function sightOf(kinds: readonly TenantSight["parts"][number]["kind"][]): TenantSight {
  const parts = kinds.map((kind) => ({ kind, name: kind, id: kind }));
  return { parts, limits: openstackLimits(USUAL_LIMITS) } as unknown as TenantSight;
}

test("nothing has drifted with every part there, also where the cloud has no outside to route to", () => {
  expect(driftOf(RECORD, sightOf([...PLAIN, "router", "router-interface"]))).toEqual([]);
  expect(driftOf(RECORD, sightOf(PLAIN))).toEqual([]);
});

test("a router that is no longer joined to the subnet has drifted", () => {
  expect(driftOf(RECORD, sightOf([...PLAIN, "router"]))).toEqual([
    { subject: "router-interface", wanted: "there", found: "missing" },
  ]);
});

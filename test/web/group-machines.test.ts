import { expect, test } from "@jest/globals";
import type { Instance, Workspace } from "../../src/contract/index.ts";
import { groupMachines, matches } from "../../web/modules/machines/group-machines.ts";

type Site = Workspace["sites"][number];

function site(key: Site["site"], role: Site["role"]): Site {
  const cloud = { cloudId: "c", cloudName: `my-${key}`, sandbox: true };
  return { site: key, role, ...cloud, machine: "running", hasState: true, appliedRevision: 1, lastRun: null };
}

function workspace(name: string): Workspace {
  const times = { createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" };
  const sites = [site("openstack", "standby"), site("cloudstack", "primary")];
  return { id: `id-of-${name}`, name, ownerId: "o", revision: 1, ...times, sites };
}

function instance(name: string, publicAddress: string): Instance {
  return {
    workspaceId: `id-of-${name}`,
    workspaceName: name,
    site: "cloudstack",
    role: "primary",
    cloudId: "c",
    cloudName: "my-cloudstack",
    cloudKind: "cloudstack",
    sandbox: true,
    instanceId: "5f0c",
    name,
    vcpu: 1,
    memoryMib: 1024,
    offering: null,
    diskGib: 10,
    privateAddresses: ["10.42.0.7"],
    publicAddress,
    powerState: "running",
    cloudStatus: "Running",
    stale: false,
    staleReason: null,
    observedAt: null,
  };
}

test("a machine is one thing in two places, the serving one first, sorted by name", () => {
  const machines = groupMachines([workspace("shop"), workspace("blog")], [instance("shop", "192.0.2.9")]);

  expect(machines.map((machine) => machine.workspace.name)).toEqual(["blog", "shop"]);
  expect(machines[1]?.places.map((place) => [place.site.role, place.instance?.publicAddress ?? null])).toEqual([
    ["primary", "192.0.2.9"],
    ["standby", null],
  ]);
});

test("a machine is found by name, address, identifier and cloud, whatever the case", () => {
  const [machine] = groupMachines([workspace("shop")], [instance("shop", "192.0.2.9")]);
  if (machine === undefined) throw new Error("no machine");
  const found = ["", "SHOP", "192.0.2", "10.42", "5f0c", "my-open", "elsewhere"].map((text) => matches(machine, text));

  expect(found).toEqual([true, true, true, true, true, true, false]);
});

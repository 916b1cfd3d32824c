import { expect, test } from "@jest/globals";
import { type CloudClient, makeListInstances, type ObservedInstance, type SiteRef } from "../../src/cloud/index.ts";
import type { Instance } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { fixedClock, NOW, scriptedClient } from "../_helpers/cloud-samples.ts";

const WORKSPACE = "44444444-4444-4444-8444-444444444444";

function site(change: Partial<SiteRef>): SiteRef {
  return {
    workspaceId: WORKSPACE,
    workspaceName: "web",
    site: "openstack",
    role: "primary",
    cloudId: "north",
    cloudName: "north",
    cloudKind: "openstack",
    sandbox: false,
    machine: "running",
    instanceName: "web",
    instanceId: "vm-1",
    ...change,
  };
}

const seen: ObservedInstance = {
  instanceId: "vm-1",
  name: "web",
  vcpu: 2,
  memoryMib: 4096,
  offering: "m1.small",
  diskGib: 30,
  privateAddresses: ["10.0.0.5"],
  publicAddress: "203.0.113.9",
  powerState: "running",
  cloudStatus: "ACTIVE",
};

function listing(
  sites: readonly SiteRef[],
  clients: Readonly<Record<string, Partial<CloudClient>>>,
  limit?: AbortSignal,
) {
  const saved: Instance[] = [];
  const known: Instance[] = [];
  const listInstances = makeListInstances({
    sites: async () => sites,
    clients: async (id) => {
      const client = clients[id];
      if (client === undefined) throw new AppError("not-found", `There is no cloud ${id}.`);
      return scriptedClient(client);
    },
    lastKnown: {
      read: async () => known,
      save: async (instances) => {
        saved.push(...instances);
      },
    },
    clock: fixedClock,
    timeLimit: () => limit ?? new AbortController().signal,
  });
  return { listInstances, saved, known };
}

test("asks every cloud once for all its machines and says what it sees", async () => {
  const asked: (readonly string[])[] = [];
  const north = {
    observeInstances: async (ids: readonly string[]) => {
      asked.push(ids);
      return [seen, { ...seen, instanceId: "vm-2", name: "db", powerState: "stopped" as const }];
    },
  };
  const sites = [site({}), site({ workspaceId: "other", instanceId: "vm-2", instanceName: "db" })];
  const { listInstances, saved } = listing(sites, { north });

  const instances = await listInstances();

  expect(asked).toEqual([["vm-1", "vm-2"]]);
  expect(instances).toEqual([
    {
      workspaceId: WORKSPACE,
      workspaceName: "web",
      site: "openstack",
      role: "primary",
      cloudId: "north",
      cloudName: "north",
      cloudKind: "openstack",
      sandbox: false,
      ...seen,
      stale: false,
      staleReason: null,
      observedAt: NOW,
    },
    expect.objectContaining({ instanceId: "vm-2", name: "db", powerState: "stopped" }),
  ]);
  expect(saved).toEqual(instances);
});

test("marks only the machines of a silent cloud as stale, with the reason and the last known facts", async () => {
  const north = { observeInstances: async () => [seen] };
  const south = { observeInstances: () => Promise.reject(new AppError("cloud-unreachable", "no answer from south")) };
  const standby = site({
    site: "cloudstack",
    cloudKind: "cloudstack",
    cloudId: "south",
    role: "standby",
    instanceId: "vm-9",
  });
  const { listInstances, known, saved } = listing([site({}), standby], { north, south });
  const { machine: _, instanceName: __, ...identity } = standby;
  const before = { stale: false, staleReason: null, observedAt: "2026-11-20T00:00:00.000Z" };
  known.push({ ...identity, ...seen, instanceId: "vm-9", ...before });

  const [first, second] = await listInstances();

  expect(first).toMatchObject({ stale: false, powerState: "running", observedAt: NOW });
  expect(second).toMatchObject({
    instanceId: "vm-9",
    vcpu: 2,
    powerState: "running",
    stale: true,
    staleReason: "no answer from south",
    observedAt: "2026-11-20T00:00:00.000Z",
  });
  expect(saved).toEqual([first]);
});

test("admits that nothing is known of a machine whose cloud never answered", async () => {
  const north = { observeInstances: () => Promise.reject(new TypeError("canary-internal")) };
  const { listInstances } = listing([site({})], { north });

  const [instance] = await listInstances();

  expect(instance).toMatchObject({ powerState: "unknown", vcpu: null, stale: true, observedAt: null, name: "web" });
  expect(instance?.staleReason).not.toContain("canary");
});

test("does not show old facts of a machine that was replaced meanwhile", async () => {
  const north = { observeInstances: () => Promise.reject(new AppError("cloud-unreachable", "down")) };
  const { listInstances, known } = listing([site({ instanceId: "vm-new" })], { north });
  const { machine: _, instanceName: __, ...identity } = site({});
  known.push({ ...identity, ...seen, stale: false, staleReason: null, observedAt: NOW });

  const [instance] = await listInstances();

  expect(instance).toMatchObject({ instanceId: "vm-new", vcpu: null, powerState: "unknown" });
});

test("does not wait for a cloud that never answers, even when its client overlooks the time limit", async () => {
  const limit = new AbortController();
  const north = {
    observeInstances: () => {
      limit.abort();
      return new Promise<never>(() => {});
    },
  };
  const { listInstances } = listing([site({})], { north }, limit.signal);

  const [instance] = await listInstances();

  expect(instance).toMatchObject({ stale: true, staleReason: "The cloud did not answer in time." });
});

test("shows a pilot light and a machine that is gone as absent, and asks nothing for the first", async () => {
  const pilot = site({ machine: "absent", instanceId: null, cloudId: "unregistered" });
  const { listInstances, saved } = listing([pilot, site({})], { north: { observeInstances: async () => [] } });

  const [light, gone] = await listInstances();

  expect(light).toMatchObject({ powerState: "absent", stale: false, instanceId: null, observedAt: null });
  expect(gone).toMatchObject({ powerState: "absent", stale: false, instanceId: "vm-1", observedAt: NOW });
  expect(saved).toEqual([gone]);
});

test("calls the machines of a cloud stale that is no longer registered", async () => {
  const { listInstances } = listing([site({})], {});

  expect(await listInstances()).toMatchObject([{ stale: true, staleReason: "There is no cloud north." }]);
});

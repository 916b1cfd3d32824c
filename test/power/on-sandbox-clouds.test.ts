import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as z from "zod";
import { startAsyncJob, waitForAsyncJob } from "../../src/adapters/cloudstack/async-job.ts";
import { makeCloudstackApi } from "../../src/adapters/cloudstack/cloudstack-api.ts";
import { makeHttpClient } from "../../src/adapters/http/http-client.ts";
import { pause } from "../../src/adapters/http/pause.ts";
import { makeIdentity } from "../../src/adapters/openstack/identity.ts";
import { makeOpenstackApi } from "../../src/adapters/openstack/openstack-api.ts";
import type { MachinePower } from "../../src/cloud/index.ts";
import { CloudRegistration, type PowerVerb } from "../../src/contract/index.ts";
import type { PowerEnd } from "../../src/power/index.ts";
import { performPower } from "../../src/power/perform-power.ts";
import { makePassages, memoryPowerStore } from "../_helpers/memory-power.ts";
import { openCloudstackSite, openOpenstackSite, type SandboxSite } from "../_helpers/sandbox-site.ts";
import { until } from "../_helpers/until.ts";

const clock = { now: () => new Date() };
const Id = z.object({ id: z.string() });

interface Place {
  readonly site: SandboxSite<never, never>;
  readonly power: MachinePower;
  readonly machine: string;
  /** How often the cloud's own history says that this was done. */
  count(verb: PowerVerb): Promise<number>;
}
const places: Partial<Record<"openstack" | "cloudstack", Place>> = {};

beforeAll(async () => {
  places.openstack = await onOpenstack();
  places.cloudstack = await onCloudstack();
});
afterAll(async () => {
  await places.openstack?.site.close();
  await places.cloudstack?.site.close();
});

async function onOpenstack(): Promise<Place> {
  const site = await openOpenstackSite();
  const registration = CloudRegistration.parse({
    ...{ kind: "openstack", name: "raw", authUrl: site.environment["OS_AUTH_URL"] },
    credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
  });
  if (registration.kind !== "openstack" || site.client.power === undefined) throw new Error("no power");
  const http = makeHttpClient({ secrets: [] });
  const identity = makeIdentity(http, registration, clock);
  const api = makeOpenstackApi(http, identity, registration);
  const call = async (path: string, body: object) => {
    const answer = await fetch(`${await api.endpoint(path === "/servers" ? "compute" : "network")}${path}`, {
      method: "POST",
      headers: { "x-auth-token": (await identity.session()).token, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${text}`);
    return z.record(z.string(), Id).parse(JSON.parse(text));
  };
  const { network } = await call("/networks", { network: { name: "n" } });
  await call("/subnets", { subnet: { network_id: network?.id, cidr: "10.42.0.0/24", ip_version: 4 } });
  const flavor = site.catalog.offerings.find(({ name }) => name === "m1.medium");
  const server = {
    ...{ name: "web", networks: [{ uuid: network?.id }] },
    ...{ flavorRef: flavor?.id, imageRef: site.catalog.images[0]?.id },
  };
  const machine = (await call("/servers", { server }))["server"]?.id ?? "";
  const { power } = site.client;
  await until(async () => (await power.look(machine))?.busy === false);
  const Actions = z.object({ instanceActions: z.array(z.object({ action: z.string() })) });
  return {
    ...{ site: site as never, power, machine },
    async count(verb) {
      const { instanceActions } = await api.get("compute", `/servers/${machine}/os-instance-actions`, Actions);
      return instanceActions.filter(({ action }) => action === verb).length;
    },
  };
}

async function onCloudstack(): Promise<Place> {
  const site = await openCloudstackSite();
  const registration = CloudRegistration.parse({
    ...{ kind: "cloudstack", name: "raw", zone: "sandbox-zone" },
    apiUrl: site.environment["CLOUDSTACK_API_URL"],
    credentials: {
      apiKey: site.environment["CLOUDSTACK_API_KEY"],
      secretKey: site.environment["CLOUDSTACK_SECRET_KEY"],
    },
  });
  if (registration.kind !== "cloudstack" || site.client.power === undefined) throw new Error("no power");
  const api = makeCloudstackApi(makeHttpClient({ secrets: [] }), registration, clock);
  const { network, serviceOffering, template, zone } = site.plan();
  if (network.kind !== "own") throw new Error("the sample has a network of its own");
  const made = await api.call(
    "createNetwork",
    { zoneid: zone.id, name: "n", displaytext: "n", networkofferingid: network.networkOffering.id },
    z.object({ network: Id }),
  );
  const job = await startAsyncJob(api, "deployVirtualMachine", {
    ...{ zoneid: zone.id, name: "web", networkids: made.network.id },
    ...{ serviceofferingid: serviceOffering.id, templateid: template.id },
  });
  const tools = { pause: (ms: number) => pause(Math.min(ms, 20), undefined), random: Math.random };
  await waitForAsyncJob(job.jobId, { api, clock, tools });
  const machine = job.objectId ?? "";
  const types = { start: "VM.START", stop: "VM.STOP", reboot: "VM.REBOOT" };
  return {
    ...{ site: site as never, power: site.client.power, machine },
    async count(verb) {
      const of = { resourceid: machine, type: types[verb] };
      return (await api.list("listEvents", of, "event", Id)).length;
    },
  };
}

type Cloud = keyof typeof places;

function placeOf(cloud: Cloud): Place {
  const place = places[cloud];
  if (place === undefined) throw new Error("the place was not opened");
  return place;
}

/** One action by a worker whose pauses are short, while its own clock counts them whole. */
async function perform(cloud: Cloud, action: PowerVerb, hard = false): Promise<PowerEnd | null> {
  const { power, machine } = placeOf(cloud);
  const time = { ms: Date.now() };
  const store = memoryPowerStore(time, {
    ...{ id: "p", workspaceId: "w", workspaceName: "web", site: cloud, role: "primary", cloudId: "c" },
    ...{ instanceId: machine, action, hard, status: "waiting", detail: null, problem: null, mark: null, ticket: null },
    ...{ createdBy: "ann", createdAt: new Date(time.ms), ownerId: "ann" },
    ...{ sentAt: null, acceptedAt: null, finishedAt: null },
  });
  const ports = {
    store: store.seenBy(makePassages(null)),
    clients: () => Promise.resolve({ power } as never),
    mayUse: () => Promise.resolve(),
    elapsedMs: () => time.ms,
    timers: {
      async pause(ms: number) {
        time.ms += ms;
        await new Promise((resolve) => setTimeout(resolve, 20));
      },
    },
  };
  return performPower(ports, store.claim(), new AbortController().signal);
}

const DONE = { status: "done", detail: null, problem: null };
const CLOUDS = ["openstack", "cloudstack"] as const;

test.each(CLOUDS)("stops, starts and reboots a machine on %s, each once", async (cloud) => {
  const { power, machine, count } = placeOf(cloud);

  expect(await perform(cloud, "stop")).toEqual(DONE);
  expect(await power.look(machine)).toMatchObject({ powerState: "stopped", busy: false });
  expect(await perform(cloud, "stop")).toMatchObject({ status: "done", detail: "It was stopped already." });
  expect(await perform(cloud, "reboot")).toMatchObject({ status: "failed", problem: "wrong-power-state" });
  expect(await perform(cloud, "start")).toEqual(DONE);
  expect(await power.look(machine)).toMatchObject({ powerState: "running", busy: false });
  expect(await perform(cloud, "reboot")).toEqual(DONE);
  expect(await perform(cloud, "reboot", true)).toEqual(DONE);

  expect([await count("stop"), await count("start"), await count("reboot")]).toEqual([1, 1, 2]);
});

const LOST = CLOUDS.flatMap((cloud) => (["before", "after"] as const).map((when) => ({ cloud, when })));

test.each(LOST)("a reboot whose connection breaks $when it arrives on $cloud is done once", async ({ cloud, when }) => {
  const { site, count } = placeOf(cloud);
  const had = await count("reboot");
  await site.fault(
    cloud === "openstack"
      ? { method: "POST", path: "/action", count: 1, effect: { kind: "drop", when } }
      : { kind: `drop-${when}`, command: "rebootVirtualMachine", count: 1 },
  );

  const end = await perform(cloud, "reboot");

  expect(end).toEqual(DONE);
  expect(await count("reboot")).toBe(had + 1);
});

test("a start that fails in CloudStack's async job says CloudStack's reason", async () => {
  const { site } = placeOf("cloudstack");
  await perform("cloudstack", "stop");
  await site.fault({ kind: "job-error", command: "startVirtualMachine", count: 1 });

  const end = await perform("cloudstack", "start");

  expect(end).toMatchObject({ status: "failed", problem: "cloud-refused" });
  expect(end?.detail).toMatch(/Unable to start a VM/);
});

test("a machine that OpenStack has locked is told of in OpenStack's words", async () => {
  const { site } = placeOf("openstack");
  const text = "Instance web is locked";
  const body = { conflictingRequest: { code: 409, message: text } };
  await site.fault({ method: "POST", path: "/action", count: 1, effect: { kind: "status", status: 409, body } });

  const end = await perform("openstack", "stop");

  expect(end).toMatchObject({ status: "failed", problem: "wrong-power-state" });
  expect(end?.detail).toContain(text);
});

test.each(CLOUDS)("a machine that %s does not have is gone", async (cloud) => {
  expect(await placeOf(cloud).power.look("0f0f0f0f-0000-4000-8000-000000000000")).toBeNull();
});

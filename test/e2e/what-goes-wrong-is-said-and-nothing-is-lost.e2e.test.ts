import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Catalog, Cloud, Run } from "../../src/contract/index.ts";
import {
  apply,
  breakCloud,
  instances,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  settle,
  startService,
  submit,
} from "../_helpers/started-service.ts";

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly issues?: readonly { readonly pointer: string; readonly remedy: string }[];
}

const twin = (name: string): string => `
name: ${name}
profile: blank
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;
let folder: string;
let service: StartedService;

beforeAll(async () => {
  folder = await makeDataFolder();
  service = await startService({ folder });
}, 180_000);

afterAll(async () => {
  await service?.stop();
  await removeDataFolder(folder);
}, 120_000);

function failures(runs: readonly Run[]): Record<string, string | null> {
  return Object.fromEntries(runs.map((run) => [run.site, run.failure?.phase ?? null]));
}

test("a requirement's faults are all named at once, with what to do", async () => {
  const faulty = `
name: Web_Server
colour: red
hardware: { vcpu: two, rootDiskGib: 0.5, memoryGib: 100000 }
software: { os: { family: windows, version: "11" } }
network: { openPorts: [{ port: "90-80" }] }
`;

  const answer = await service.api<Problem>("POST", "/workspaces", faulty);

  expect([answer.status, answer.body.code]).toEqual([422, "validation-failed"]);
  const pointers = answer.body.issues?.map(({ pointer }) => pointer) ?? [];
  for (const wanted of ["/name", "/colour", "/hardware/vcpu", "/hardware/rootDiskGib", "/hardware/memoryGib"]) {
    expect(pointers).toContain(wanted);
  }
  expect(pointers.some((pointer) => pointer.startsWith("/software/os"))).toBe(true);
  expect(pointers.some((pointer) => pointer.startsWith("/network/openPorts/0"))).toBe(true);
  expect(answer.body.issues?.every(({ remedy }) => remedy !== "")).toBe(true);
});

test("what no cloud offers is refused with what would fit, and nothing is stored", async () => {
  const answer = await service.api<Problem>(
    "POST",
    "/workspaces",
    `${twin("too-big")}hardware: { vcpu: 64, memoryGib: 512 }\n`,
  );

  expect([answer.status, answer.body.code]).toEqual([422, "nothing-fits"]);
  expect(answer.body.issues?.length).toBeGreaterThan(0);
  expect((await service.api<{ items: unknown[] }>("GET", "/workspaces")).body.items).toEqual([]);
});

test("a cloud that is down while planning fails its own site in words; the other site and a later plan succeed", async () => {
  const { workspace } = await submit(service, twin("plan-outage"));
  const applied = await apply(service, await plan(service, workspace.id));
  const repair = await breakCloud(service, "openstack");

  const broken = await plan(service, workspace.id);
  await repair();
  const repaired = await planSite(workspace.id, "openstack");

  expect(applied.map(({ status }) => status)).toEqual(["applied", "applied"]);
  expect(failures(broken)).toEqual({ openstack: "plan", cloudstack: null });
  const failure = broken.find(({ site }) => site === "openstack")?.failure;
  expect(`${failure?.summary} ${failure?.detail} ${failure?.remedy}`.length).toBeGreaterThan(30);
  expect(repaired.map(({ status }) => status)).toEqual(["planned-and-finished"]);
}, 180_000);

async function planSite(workspaceId: string, site: string): Promise<readonly Run[]> {
  const started = await service.api<{ runs: Run[] }>("POST", `/workspaces/${workspaceId}/runs`, { sites: [site] });
  return settle(service, started.body.runs);
}

test("a cloud that is down while listing shows the last known facts as stale, and only its own", async () => {
  const fresh = await instances(service);
  const repair = await breakCloud(service, "openstack");

  const during = await instances(service);
  await repair();
  const after = await instances(service);

  expect(fresh.map(({ stale }) => stale)).toEqual([false, false]);
  const stale = during.find(({ site }) => site === "openstack");
  expect(stale).toMatchObject({ stale: true, powerState: "running" });
  expect(stale?.instanceId).toBe(fresh.find(({ site }) => site === "openstack")?.instanceId);
  expect(stale?.staleReason).not.toBe("");
  expect(during.find(({ site }) => site === "cloudstack")?.stale).toBe(false);
  expect(after.map((instance) => instance.stale)).toEqual([false, false]);
}, 120_000);

test("a cloud that goes down while applying keeps what was made, and the next apply completes it", async () => {
  const { workspace } = await submit(service, twin("apply-outage"));
  const planned = await plan(service, workspace.id);
  // The network exists by then; the machine does not.
  const repair = await breakCloud(service, "openstack", {
    method: "POST",
    path: "/servers$",
    effect: { kind: "status", status: 503 },
  });

  const broken = await apply(service, planned);
  await repair();
  const again = await planSite(workspace.id, "openstack");
  const completed = await apply(service, again);

  expect(failures(broken)).toEqual({ openstack: "apply", cloudstack: null });
  expect(again[0]?.summary?.counts.create).toBeLessThan(
    planned.find(({ site }) => site === "openstack")?.summary?.counts.create ?? 0,
  );
  expect(completed.map(({ status }) => status)).toEqual(["applied"]);
  const machines = (await instances(service)).filter(({ workspaceName }) => workspaceName === "apply-outage");
  expect(machines.map(({ powerState }) => powerState)).toEqual(["running", "running"]);
}, 180_000);

test("wrong credentials are refused at registration with the failing step, and nothing is registered", async () => {
  const clouds = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body.items;
  const openstack = clouds.find(({ kind }) => kind === "openstack");

  const answer = await service.api<Problem>("POST", "/clouds", {
    kind: "openstack",
    name: "wrong",
    authUrl: openstack?.endpoint,
    credentials: { type: "password", username: "demo", password: "canary-password", projectName: "demo" },
  });

  expect([answer.status, answer.body.code]).toEqual([422, "cloud-credentials"]);
  expect(JSON.stringify(answer.body)).not.toContain("canary-password");
  expect((await service.api<{ items: Cloud[] }>("GET", "/clouds")).body.items).toHaveLength(clouds.length);
});

test("a cloud in use cannot be removed; its catalog can be read anew", async () => {
  const [cloud] = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body.items;

  const removed = await service.api<Problem>("DELETE", `/clouds/${cloud?.id}`);
  const catalog = await service.api<Catalog>("POST", `/clouds/${cloud?.id}/catalog/refresh`);
  const test = await service.api<{ steps: { ok: boolean }[] }>("POST", `/clouds/${cloud?.id}/test`);

  expect([removed.status, removed.body.code]).toEqual([409, "cloud-in-use"]);
  expect(catalog.body.offerings.length).toBeGreaterThan(0);
  expect(test.body.steps.every(({ ok }) => ok)).toBe(true);
});

test("a second run on a busy site is refused and names the run that is there", async () => {
  const { workspace } = await submit(service, twin("busy"));
  const [waiting] = await plan(service, workspace.id);

  const second = await service.api<Problem>("POST", `/workspaces/${workspace.id}/runs`, {});
  const discarded = await service.api<Run>("POST", `/runs/${waiting?.id}/discard`);
  const again = await service.api<Problem>("POST", `/runs/${waiting?.id}/discard`);

  expect([second.status, second.body.code]).toEqual([409, "run-active"]);
  expect([discarded.status, discarded.body.status]).toEqual([200, "discarded"]);
  expect([again.status, again.body.code]).toEqual([409, "illegal-transition"]);
}, 120_000);

/** Clouds that answer wrongly in the middle of an apply, each time under the real providers. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { RepairReport, Run, Workspace } from "../../src/contract/index.ts";
import {
  apply,
  breakCloud,
  endPendingJobs,
  instances,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  settle,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { until } from "../_helpers/until.ts";

const APPLIED = [
  ["applied", null],
  ["applied", null],
];
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

async function submitted(name: string, placement = "standby: { mode: running }"): Promise<string> {
  const yaml = `name: ${name}\nprofile: blank\naccess: { generateKeyPair: true }\nplacement: { ${placement} }\n`;
  return (await submit(service, yaml)).workspace.id;
}

async function powerOf(name: string): Promise<readonly string[]> {
  const all = await instances(service);
  return all.filter(({ workspaceName }) => workspaceName === name).map(({ powerState }) => powerState);
}

async function untilInspected(workspaceId: string): Promise<RepairReport> {
  const read = async () => (await service.api<RepairReport>("GET", `/workspaces/${workspaceId}/repair`)).body;
  await until(async () =>
    (await read()).sites.every(({ condition, strays }) => condition === "clean" || strays.length > 0),
  );
  return read();
}

test("a token that expires in the middle of an apply, on clouds that are slow besides, is renewed and nothing is lost", async () => {
  const id = await submitted("expiring");
  const planned = await plan(service, id);
  const heal = [
    await breakCloud(service, "openstack", {
      method: "POST",
      path: "/servers$",
      effect: { kind: "expire-token" },
      count: 1,
    }),
    await breakCloud(service, "openstack", {
      method: "POST",
      path: "/volumes$",
      effect: { kind: "expire-token" },
      count: 1,
    }),
    await breakCloud(service, "openstack", { path: "/routers", effect: { kind: "delay", ms: 1_500 }, count: 2 }),
    await breakCloud(service, "cloudstack", { kind: "delay", command: "createNetwork", ms: 1_500, count: 1 }),
  ];

  const applied = await apply(service, planned);
  await breakCloud(service, "openstack", { path: "/servers", effect: { kind: "expire-token" }, count: 1 });
  const again = await plan(service, id);
  for (const healed of heal) await healed();

  expect(applied.map(({ status, failure }) => [status, failure])).toEqual(APPLIED);
  expect(again.map(({ status }) => status)).toEqual(["planned-and-finished", "planned-and-finished"]);
  expect(await powerOf("expiring")).toEqual(["running", "running"]);
}, 240_000);

// These two go on in one workspace.
test("half an answer and a web page in the middle of an apply are named, and the next one makes what is missing", async () => {
  const id = await submitted("stammer");
  const planned = await plan(service, id);
  const heal = [
    await breakCloud(service, "openstack", { method: "POST", path: "/servers$", effect: { kind: "half" } }),
    await breakCloud(service, "cloudstack", { command: "deployVirtualMachine", kind: "page" }),
  ];

  const broken = await apply(service, planned);
  for (const healed of heal) await healed();
  const found = await untilInspected(id);
  const mended = await apply(service, await plan(service, id));

  expect(broken.map(({ status, failure }) => [status, failure?.code])).toEqual([
    ["errored", "cloud-answer"],
    ["errored", "cloud-answer"],
  ]);
  const [openstack] = found.sites.filter(({ site }) => site === "openstack");
  expect(openstack?.strays).toContainEqual(expect.objectContaining({ kind: "machine", decision: "adopt" }));
  expect(mended.map(({ status, failure }) => [status, failure])).toEqual(APPLIED);
  expect(await powerOf("stammer")).toEqual(["running", "running"]);
}, 240_000);

test("the other way round in a destroy: doing it again leaves nothing", async () => {
  const { items } = (await service.api<{ items: Workspace[] }>("GET", "/workspaces")).body;
  const id = items.find(({ name }) => name === "stammer")?.id ?? "";
  const planned = await plan(service, id, "destroy");
  const heal = [
    await breakCloud(service, "openstack", { method: "DELETE", path: "/servers/", effect: { kind: "page" } }),
    await breakCloud(service, "cloudstack", { command: "destroyVirtualMachine", kind: "half" }),
  ];

  const broken = await apply(service, planned);
  for (const healed of heal) await healed();
  const again = await apply(service, await plan(service, id, "destroy"));
  const removed = await service.api("DELETE", `/workspaces/${id}`);

  expect(broken.map(({ status, failure }) => [status, failure?.code])).toEqual([
    ["errored", "cloud-answer"],
    ["errored", "cloud-answer"],
  ]);
  expect(again.map(({ status, failure }) => [status, failure])).toEqual(APPLIED);
  expect(removed.status).toBe(204);
}, 240_000);

test("an async job that never ends can be taken back, its machine is found, and when the cloud ends it all is well", async () => {
  const id = await submitted("endless", "main: sandbox-cloudstack, standby: { mode: off }");
  const planned = await plan(service, id);
  const endless = { command: "deployVirtualMachine", kind: "job-delay", ms: 2_000_000_000, count: 1 };
  const healed = await breakCloud(service, "cloudstack", endless);

  for (const run of planned) await service.api("POST", `/runs/${run.id}/apply`, { confirmName: "endless" });
  await until(async () => (await faults()).length === 0);
  await service.api("POST", `/runs/${planned[0]?.id}/cancel`, {});
  await until(async () => (await allowed(planned)).includes("force-cancel"));
  await service.api("POST", `/runs/${planned[0]?.id}/cancel`, { force: true });
  const ended = await settle(service, planned, ["planned"]);
  const found = await untilInspected(id);
  await healed();
  await endPendingJobs(service);
  const mended = await apply(service, await plan(service, id));

  expect(ended.map(({ status, failure }) => [status, failure?.code])).toEqual([["canceled", "interrupted"]]);
  expect(found.sites[0]?.strays).toContainEqual(
    expect.objectContaining({ kind: "machine", cloudStatus: "Starting", decision: "wait" }),
  );
  expect(mended.map(({ status, failure }) => [status, failure])).toEqual([["applied", null]]);
  expect(await powerOf("endless")).toEqual(["running"]);
}, 240_000);

async function faults(): Promise<readonly object[]> {
  return (await service.api<{ items: object[] }>("GET", "/admin/sandbox-faults")).body.items;
}

async function allowed(runs: readonly Run[]): Promise<readonly string[]> {
  return (await service.api<Run>("GET", `/runs/${runs[0]?.id}`)).body.allowedActions;
}

import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { RepairReport, Run, RunEvent } from "../../src/contract/index.ts";
import { engineProcesses } from "../_helpers/engine-processes.ts";
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
import { until } from "../_helpers/until.ts";

const TWIN = `
name: survivor
profile: blank
access: { generateKeyPair: true }
hardware: { volumes: [{ name: content, sizeGib: 5, mountPath: /srv/content }] }
placement: { standby: { mode: running } }
`;
let folder: string;
let service: StartedService;

beforeEach(async () => {
  folder = await makeDataFolder();
  // As slow as the recorded clouds, so that there is a middle to be killed in.
  service = await startService({ folder, latency: "recorded" });
}, 180_000);

afterEach(async () => {
  await service.stop();
  await removeDataFolder(folder);
}, 120_000);

async function finishedSteps(run: Run): Promise<number> {
  const { items } = (await service.api<{ items: RunEvent[] }>("GET", `/runs/${run.id}/events`)).body;
  return items.filter(({ progress }) => progress?.state === "complete").length;
}

async function report(workspaceId: string): Promise<RepairReport> {
  return (await service.api<RepairReport>("GET", `/workspaces/${workspaceId}/repair`)).body;
}

async function killEngines(): Promise<void> {
  for (const pid of await engineProcesses(service.child.pid ?? 0)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      // What is in a jail dies with the jail's first process, which may have been killed a moment ago.
      expect(error).toMatchObject({ code: "ESRCH" });
    }
  }
}

/** Applies the workspace's plans and kills both engines after some of their steps. */
async function killedInTheMiddle(workspaceId: string, steps: number): Promise<readonly Run[]> {
  const planned = await plan(service, workspaceId);
  for (const run of planned) await service.api("POST", `/runs/${run.id}/apply`, {});
  await until(async () => (await Promise.all(planned.map(finishedSteps))).every((count) => count >= steps), 60_000);
  await killEngines();
  return settle(service, planned, ["planned"]);
}

async function untilClean(workspaceId: string): Promise<void> {
  await until(async () => (await report(workspaceId)).sites.every(({ condition }) => condition === "clean"), 60_000);
}

test("what killed engines left is listed by itself, repaired, and nothing is there twice", async () => {
  const { workspace } = await submit(service, TWIN);
  const killed = await killedInTheMiddle(workspace.id, 2);
  await until(async () => (await report(workspace.id)).sites.every(({ strays }) => strays.length > 0), 60_000);
  const listed = await report(workspace.id);

  const started = await service.api<{ runs: Run[] }>("POST", `/workspaces/${workspace.id}/repair`, {});
  const planned = await settle(service, started.body.runs);
  const repaired = await apply(service, planned);
  await untilClean(workspace.id);
  const again = await plan(service, workspace.id);

  expect(killed.map(({ status, allowedActions }) => [status, allowedActions])).toEqual([
    ["errored", ["repair"]],
    ["errored", ["repair"]],
  ]);
  expect(listed.sites.map(({ site, condition }) => [site, condition])).toEqual([
    ["openstack", "unclean"],
    ["cloudstack", "unclean"],
  ]);
  expect(repaired.map(({ status, reason }) => [status, reason])).toEqual([
    ["applied", "repair"],
    ["applied", "repair"],
  ]);
  expect(
    planned.flatMap(({ summary }) => summary?.changes.filter(({ actions }) => actions.includes("adopt")) ?? []).length,
  ).toBeGreaterThan(2);
  expect(again.map(({ status, summary }) => [status, summary?.changes])).toEqual([
    ["planned-and-finished", []],
    ["planned-and-finished", []],
  ]);
  expect((await instances(service)).map(({ powerState }) => powerState)).toEqual(["running", "running"]);
}, 300_000);

test("destroying after a kill leaves nothing, though no state knew of it", async () => {
  const { workspace } = await submit(service, TWIN);
  await killedInTheMiddle(workspace.id, 4);

  const destroyed = await apply(service, await plan(service, workspace.id, "destroy"));
  await untilClean(workspace.id);
  const removed = await service.api("DELETE", `/workspaces/${workspace.id}`);

  expect(destroyed.map(({ status }) => status)).toEqual(["applied", "applied"]);
  expect(removed.status).toBe(204);
}, 300_000);

test("an apply whose cloud goes away and one that is canceled in the middle end with everything there once", async () => {
  const { workspace } = await submit(service, TWIN);
  const planned = await plan(service, workspace.id);
  for (const run of planned) await service.api("POST", `/runs/${run.id}/apply`, {});
  await until(async () => (await Promise.all(planned.map(finishedSteps))).every((count) => count >= 2), 60_000);
  const healed = await breakCloud(service, "openstack");
  const standby = planned.find(({ site }) => site === "cloudstack");
  await service.api("POST", `/runs/${standby?.id ?? ""}/cancel`, {});
  const ended = await settle(service, planned, ["planned"]);
  await until(async () => (await report(workspace.id)).sites.some((one) => one.inspectionProblem !== null), 60_000);
  const asked = await service.api<{ runs: Run[] }>("POST", `/workspaces/${workspace.id}/runs`, {
    sites: ["openstack"],
  });
  const refused = await settle(service, asked.body.runs);
  await healed();

  const repaired = await apply(service, await plan(service, workspace.id));
  await untilClean(workspace.id);
  const again = await plan(service, workspace.id);

  expect(ended.map(({ site, status }) => [site, status])).toEqual([
    ["openstack", "errored"],
    ["cloudstack", "canceled"],
  ]);
  expect(refused[0]).toMatchObject({ status: "errored", failure: { code: "cloud-unreachable" } });
  expect(repaired.every(({ status }) => ["applied", "planned-and-finished"].includes(status))).toBe(true);
  expect(again.map(({ summary }) => summary?.changes)).toEqual([[], []]);
}, 300_000);

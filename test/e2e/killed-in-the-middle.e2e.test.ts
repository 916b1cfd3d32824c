import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Run, RunEvent } from "../../src/contract/index.ts";
import {
  apply,
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

async function madeSomething(run: Run): Promise<boolean> {
  const { items } = (await service.api<{ items: RunEvent[] }>("GET", `/runs/${run.id}/events`)).body;
  return items.some(({ progress }) => progress?.state === "complete");
}

test("a service killed in the middle of an apply comes back, says what happened, and a new plan completes it", async () => {
  const { workspace } = await submit(service, TWIN);
  const planned = await plan(service, workspace.id);
  for (const run of planned) await service.api("POST", `/runs/${run.id}/apply`, {});
  await until(async () => (await Promise.all(planned.map(madeSomething))).includes(true), 60_000);
  await service.kill();

  service = await startService({ folder });
  const interrupted = await settle(service, planned, ["planned"]);
  const completed = await apply(service, await plan(service, workspace.id));

  const broken = interrupted.filter(({ status }) => status === "errored");
  expect(broken.length).toBeGreaterThan(0);
  expect(broken.every(({ failure }) => failure?.code === "interrupted" && failure.remedy !== "")).toBe(true);
  expect(completed.every(({ status }) => ["applied", "planned-and-finished"].includes(status))).toBe(true);
  expect((await instances(service)).map(({ powerState }) => powerState)).toEqual(["running", "running"]);
  // Folders of killed engines hold the plan and the first boot in clear.
  expect(await readdir(join(folder, "engine", "runs"))).toEqual([]);
}, 300_000);

test("a plan that waited for review survives the kill and can still be applied", async () => {
  const { workspace } = await submit(service, TWIN);
  const planned = await plan(service, workspace.id);
  const token = await readFile(join(folder, "token"), "utf8");
  await service.kill();

  service = await startService({ folder });
  const applied = await apply(service, planned);

  expect(await readFile(join(folder, "token"), "utf8")).toBe(token);
  expect(applied.map(({ status }) => status)).toEqual(["applied", "applied"]);
}, 300_000);

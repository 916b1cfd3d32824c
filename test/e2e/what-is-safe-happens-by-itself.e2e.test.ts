import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as z from "zod";
import type { DriftReport, Policy, Run, SubmissionReceipt, WorkspaceEvent } from "../../src/contract/index.ts";
import { sandboxHands } from "../_helpers/sandbox-hands.ts";
import {
  apply,
  breakCloud,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { until } from "../_helpers/until.ts";

const twin = (...ports: readonly number[]) => `
name: tended
profile: blank
access: { generateKeyPair: true }
network: { openPorts: [${ports.map((port) => `{ port: ${port} }`).join(", ")}] }
placement: { standby: { mode: running } }
`;
let folder: string;
let service: StartedService;
let workspaceId: string;

beforeAll(async () => {
  folder = await makeDataFolder();
  service = await startService({ folder });
  workspaceId = (await submit(service, twin(443))).workspace.id;
  await apply(service, await plan(service, workspaceId));
}, 300_000);

afterAll(async () => {
  await service.stop();
  await removeDataFolder(folder);
}, 120_000);

async function get<T>(path: string): Promise<T> {
  return (await service.api<T>("GET", `/workspaces/${workspaceId}${path}`)).body;
}

/** Runs that nobody asked for, the first one first. */
async function ownRuns(): Promise<readonly Run[]> {
  const { body } = await service.api<{ items: Run[] }>("GET", `/runs?workspaceId=${workspaceId}`);
  return body.items.filter(({ createdBy }) => createdBy === "scheduler").toReversed();
}

const Group = z.object({
  id: z.string(),
  name: z.string(),
  security_group_rules: z.array(z.object({ id: z.string(), port_range_min: z.int().nullish() })),
});

async function openPortsOnOpenstack() {
  const { openstack } = await sandboxHands(service);
  const groups = await openstack.list("network", "/security-groups", "security_groups", Group);
  const rules = groups.find(({ name }) => name.includes("tended"))?.security_group_rules ?? [];
  return { openstack, rules };
}

test("a rule that somebody removed at the cloud is put back by itself, and the time line tells of it", async () => {
  const policy = { changes: "safe", drift: "correct-safe" };
  const set = await service.api<Policy>("PUT", `/workspaces/${workspaceId}/policy`, policy);
  const { openstack, rules } = await openPortsOnOpenstack();
  const rule = rules.find(({ port_range_min: port }) => port === 443);
  await openstack.change({ method: "DELETE", service: "network", path: `/security-group-rules/${rule?.id}` });

  await service.api("POST", `/workspaces/${workspaceId}/drift/check`);
  // The other cloud is looked at, too, before or after this one.
  const statuses = async () =>
    (await get<DriftReport>("/drift")).history.flatMap(({ site, status }) => (site === "openstack" ? [status] : []));
  await until(async () => (await statuses()).at(0) === "in-step" && (await statuses()).includes("drifted"), 180_000);

  const { items } = await get<{ items: WorkspaceEvent[] }>("/events");
  const told = items.filter(({ site }) => site === "openstack").toReversed();
  expect([set.status, set.body.version]).toEqual([200, 1]);
  expect((await openPortsOnOpenstack()).rules.some(({ port_range_min: port }) => port === 443)).toBe(true);
  expect((await ownRuns()).map(({ site, reason, status }) => [site, reason, status])).toEqual([
    ["openstack", "drift", "applied"],
  ]);
  expect(told.slice(-6).map(({ what, byName }) => [what, byName])).toEqual([
    ["drift-drifted", null],
    ["run-drift-started", "TwinStack"],
    ["run-planned", null],
    ["run-approved", "TwinStack"],
    ["run-applied", null],
    ["drift-in-step", null],
  ]);
}, 240_000);

test("a change of ports goes live without a click, on the standby first and then on main", async () => {
  const before = (await ownRuns()).length;
  const wish = twin(443, 8443);
  const revised = await service.api<SubmissionReceipt>("POST", `/workspaces/${workspaceId}/revisions`, wish);

  const applied = async () => (await ownRuns()).slice(before).filter(({ status }) => status === "applied");
  await until(async () => (await applied()).length === 2, 180_000);

  const [standby, main] = await applied();
  const { standing } = await get<Policy>("/policy");
  expect(revised.status).toBe(201);
  expect([standby, main].map((run) => [run?.role, run?.reason, run?.revision])).toEqual([
    ["standby", "scheduler", 2],
    ["primary", "scheduler", 2],
  ]);
  expect(Date.parse(main?.createdAt ?? "")).toBeGreaterThanOrEqual(Date.parse(standby?.finishedAt ?? ""));
  expect((await openPortsOnOpenstack()).rules.some(({ port_range_min: port }) => port === 8443)).toBe(true);
  expect(standing?.kind).not.toBe("ask");
}, 240_000);

test("main is changed while the standby's cloud is away, and the standby is caught up when it returns", async () => {
  const before = (await ownRuns()).length;
  const applied = async () => (await ownRuns()).slice(before).filter(({ status }) => status === "applied");
  const heal = await breakCloud(service, "cloudstack");
  await service.api("POST", `/workspaces/${workspaceId}/revisions`, twin(443, 8443, 9443));

  await until(async () => (await applied()).length === 1, 180_000);
  await heal();
  await until(async () => (await applied()).length === 2, 180_000);

  expect((await applied()).map(({ role, revision }) => [role, revision])).toEqual([
    ["primary", 3],
    ["standby", 3],
  ]);
}, 400_000);

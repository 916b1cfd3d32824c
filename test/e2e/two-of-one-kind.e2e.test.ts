import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { SANDBOX_CREDENTIALS } from "../../sandbox/cloudstack/seed/credentials.ts";
import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { startOpenstackSandbox } from "../../sandbox/openstack/start-openstack-sandbox.ts";
import type { Cloud, StateHistory, TerraformExport } from "../../src/contract/index.ts";
import { engineProcesses } from "../_helpers/engine-processes.ts";
import {
  apply,
  FAULT_TOKEN,
  instances,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  settle,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { toolchain } from "../_helpers/toolchain.ts";
import { until } from "../_helpers/until.ts";

const CLI = resolve(import.meta.dirname, "../../src/cli/main.ts");
const run = promisify(execFile);
let folder: string;
let service: StartedService;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await makeDataFolder();
  const quick = { port: 0, latency: "instant", adminToken: FAULT_TOKEN } as const;
  const openstack = await startOpenstackSandbox(quick);
  closers.push(openstack.close);
  const cloudstack = await startCloudstackSandbox(quick);
  closers.push(cloudstack.close);
  service = await startService({ folder });
  await register({
    ...{ kind: "openstack", name: "east", authUrl: openstack.authUrl, sandbox: true },
    credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
  });
  await register({
    ...{ kind: "cloudstack", name: "west", apiUrl: cloudstack.apiUrl, zone: "sandbox-zone", sandbox: true },
    credentials: SANDBOX_CREDENTIALS.admin,
  });
}, 180_000);

afterAll(async () => {
  await service?.stop();
  for (const close of closers.reverse()) await close();
  await removeDataFolder(folder);
}, 120_000);

async function register(cloud: object): Promise<void> {
  const answer = await service.api("POST", "/clouds", cloud);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
}

/** The command line as a person calls it. */
async function cli(...args: string[]): Promise<string> {
  const { stdout } = await run(toolchain().nodePath, ["--disable-warning=ExperimentalWarning", CLI, ...args], {
    env: { PATH: process.env["PATH"] ?? "", HOME: folder, TWINSTACK_URL: service.url, TWINSTACK_DATA: folder },
  });
  return stdout;
}

test.each([
  ["OpenStacks", "sandbox-openstack", "east", ["openstack", "openstack-2"]],
  ["CloudStacks", "sandbox-cloudstack", "west", ["cloudstack", "cloudstack-2"]],
])(
  "two %s are main and standby, from the requirement to the last destroy",
  async (...row) => {
    const [, main, standby, sites] = row;
    const name = `pair-${sites[0]}`;
    const yaml = `name: ${name}\nprofile: small-web-server\naccess: { generateKeyPair: true }\nplacement:\n  main: ${main}\n  standby: { cloud: ${standby}, mode: running }\n`;
    const { workspace } = await submit(service, yaml);

    const planned = await plan(service, workspace.id);
    const applied = await apply(service, planned);
    const machines = await instances(service);
    const again = await plan(service, workspace.id);
    const exported = (await service.api<TerraformExport>("GET", `/workspaces/${workspace.id}/terraform?state=true`))
      .body;
    const history = await service.api<StateHistory>("GET", `/workspaces/${workspace.id}/states/${sites[1]}`);
    const told = await cli("show", name);
    const versions = await cli("state", "list", name, sites[1] ?? "");
    const destroyed = await apply(service, await plan(service, workspace.id, "destroy"));
    const removed = await service.api("DELETE", `/workspaces/${workspace.id}`);

    expect(planned.map(({ site, status }) => [site, status])).toEqual(sites.map((site) => [site, "planned"]));
    expect(applied.map(({ status, failure }) => [status, failure])).toEqual([
      ["applied", null],
      ["applied", null],
    ]);
    expect(machines.map(({ site, role, cloudName, powerState }) => [site, role, cloudName, powerState])).toEqual([
      [sites[0], "primary", main, "running"],
      [sites[1], "standby", standby, "running"],
    ]);
    expect(new Set(machines.map(({ cloudKind }) => cloudKind))).toEqual(new Set([sites[0]]));
    expect(again.map(({ status }) => status)).toEqual(["planned-and-finished", "planned-and-finished"]);
    for (const site of sites) {
      expect(exported.files[`${site}/main.tf.json`]).toContain(workspace.id);
      expect(exported.files[`${site}/terraform.tfstate`]).toContain("instance_id");
    }
    expect(exported.files["README.md"]).toContain(`cd ${sites[1]}`);
    expect(history.body.versions.length).toBeGreaterThan(0);
    expect(told).toContain(`standby on ${standby}`);
    expect(versions).toContain("SERIAL");
    expect(destroyed.map(({ status, failure }) => [status, failure])).toEqual([
      ["applied", null],
      ["applied", null],
    ]);
    expect(removed.status).toBe(204);
  },
  240_000,
);

test("two CloudStacks whose engines are killed while both make the machine are put right, and nothing is there twice", async () => {
  const yaml =
    "name: struck\nprofile: blank\naccess: { generateKeyPair: true }\nplacement: { main: sandbox-cloudstack, standby: { cloud: west, mode: running } }\n";
  const { workspace } = await submit(service, yaml);
  const planned = await plan(service, workspace.id);
  const switches = await Promise.all(["sandbox-cloudstack", "west"].map(switchesOf));
  const boards = switches.map((url) => `${url}/command-faults`);
  // However busy this machine is, neither apply ends before both are struck.
  const endless = JSON.stringify({ kind: "job-delay", command: "deployVirtualMachine", ms: 2_000_000_000, count: 1 });
  for (const url of boards) await fetch(url, { method: "POST", headers: FAULTS, body: endless });

  for (const { id } of planned) await service.api("POST", `/runs/${id}/apply`, { confirmName: "struck" });
  await until(async () => (await Promise.all(boards.map(faultsAt))).every((left) => left === 0), 120_000);
  for (const pid of await engineProcesses(service.child.pid ?? 0)) killed(pid);
  const broken = await settle(service, planned, ["planned"]);
  for (const url of switches) await fetch(`${url}/pending-jobs`, { method: "DELETE", headers: TOKEN });
  const repaired = await apply(service, await plan(service, workspace.id));
  const again = await plan(service, workspace.id);

  expect(broken.map(({ site, status }) => [site, status])).toEqual([
    ["cloudstack", "errored"],
    ["cloudstack-2", "errored"],
  ]);
  expect(repaired.map(({ status, failure }) => [status, failure])).toEqual([
    ["applied", null],
    ["applied", null],
  ]);
  expect(again.map(({ status }) => status)).toEqual(["planned-and-finished", "planned-and-finished"]);
  const machines = (await instances(service)).filter(({ workspaceName }) => workspaceName === "struck");
  expect(machines.map(({ cloudName, powerState }) => [cloudName, powerState])).toEqual([
    ["sandbox-cloudstack", "running"],
    ["west", "running"],
  ]);
}, 240_000);

const TOKEN = { "x-sandbox-token": FAULT_TOKEN };
const FAULTS = { ...TOKEN, "content-type": "application/json" };

async function switchesOf(name: string): Promise<string> {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const endpoint = items.find((cloud) => cloud.name === name)?.endpoint ?? "";
  return `${new URL(endpoint).origin}/sandbox-admin`;
}

async function faultsAt(url: string): Promise<number> {
  return ((await (await fetch(url, { headers: FAULTS })).json()) as { faults: unknown[] }).faults.length;
}

/** What is in a jail dies with the jail's first process, which may have been killed a moment ago. */
function killed(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    expect(error).toMatchObject({ code: "ESRCH" });
  }
}

test("one cloud under two names is refused as main and standby", async () => {
  const { items } = (await service.api<{ items: { name: string; endpoint: string }[] }>("GET", "/clouds")).body;
  const authUrl = items.find(({ name }) => name === "east")?.endpoint;
  await register({
    ...{ kind: "openstack", name: "east-again", authUrl, sandbox: true },
    credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
  });

  const answer = await service.api(
    "POST",
    "/workspaces",
    "name: twice\nprofile: small-web-server\nplacement: { main: east, standby: { cloud: east-again, mode: running } }\naccess: { generateKeyPair: true }\n",
  );

  expect(answer).toMatchObject({
    status: 422,
    body: { code: "validation-failed", issues: [{ pointer: "/placement/standby/cloud", code: "same-cloud-twice" }] },
  });
});

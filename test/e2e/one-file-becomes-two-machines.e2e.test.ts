import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type {
  ChangePreview,
  CheckReport,
  Cloud,
  Revision,
  Run,
  SubmissionReceipt,
  TerraformExport,
  Workspace,
} from "../../src/contract/index.ts";
import {
  apply,
  instances,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  startService,
} from "../_helpers/started-service.ts";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../examples/web-server.yaml");
const execute = promisify(execFile);
let folder: string;
let service: StartedService;
let yaml: string;

beforeAll(async () => {
  folder = await makeDataFolder();
  yaml = await readFile(EXAMPLE, "utf8");
  service = await startService({ folder, file: EXAMPLE });
}, 180_000);

afterAll(async () => {
  await service?.stop();
  await removeDataFolder(folder);
}, 120_000);

async function workspace(): Promise<Workspace> {
  const { items } = (await service.api<{ items: Workspace[] }>("GET", "/workspaces")).body;
  const [first] = items;
  if (first === undefined) throw new Error("there is no workspace");
  return first;
}

// One story in steps: each test goes on where the one before stopped.
test("the example is submitted, planned and applied, and both machines run", async () => {
  const machines = await instances(service);

  expect(service.printed()).toContain("web-server is created (revision 1)");
  expect(service.printed()).toContain("sandbox");
  expect(machines.map(({ role, powerState, stale }) => [role, powerState, stale]).sort()).toEqual([
    ["primary", "running", false],
    ["standby", "running", false],
  ]);
  expect(new Set(machines.map(({ cloudKind }) => cloudKind))).toEqual(new Set(["openstack", "cloudstack"]));
  for (const machine of machines) {
    expect(machine).toMatchObject({ name: "web-server", diskGib: 10, sandbox: true });
    expect(machine.instanceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(machine.publicAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(machine.privateAddresses).toHaveLength(1);
  }
  expect(service.printed()).toContain(machines[0]?.instanceId);
});

test("a second plan is empty on both clouds", async () => {
  const runs = await plan(service, (await workspace()).id);

  expect(runs.map(({ status }) => status)).toEqual(["planned-and-finished", "planned-and-finished"]);
  expect(runs.flatMap(({ summary }) => summary?.changes ?? [])).toEqual([]);
}, 120_000);

test("the same file again is unchanged, and its name is taken for another requirement", async () => {
  const { id } = await workspace();

  const again = await service.api<SubmissionReceipt>("POST", `/workspaces/${id}/revisions`, yaml);
  const other = await service.api<{ code: string }>("POST", "/workspaces", "name: web-server\nprofile: blank\n");

  expect([again.status, again.body.outcome, again.body.privateKey]).toEqual([200, "unchanged", null]);
  expect([other.status, other.body.code]).toEqual([409, "name-taken"]);
});

test("plain Terraform finds nothing to change on the exported files", async () => {
  const { id } = await workspace();
  const exported = (await service.api<TerraformExport>("GET", `/workspaces/${id}/terraform?state=true`)).body;
  const place = await mkdtemp(join(tmpdir(), "twinstack-export-"));
  try {
    for (const [path, text] of Object.entries(exported.files)) {
      await mkdir(dirname(join(place, path)), { recursive: true });
      await writeFile(join(place, path), text);
    }
    const environments = await providerEnvironments();

    for (const site of ["openstack", "cloudstack"] as const) {
      const options = { cwd: join(place, site), env: { ...terraformEnv(), ...environments[site] } };
      await execute(toolchain().enginePath, ["init", "-no-color", "-input=false"], options);
      const { stdout } = await execute(toolchain().enginePath, ["plan", "-no-color", "-input=false"], options);
      expect(stdout).toContain("No changes.");
    }
    expect(exported.files["README.md"]).toContain("export OS_PASSWORD='…'");
    expect(exported.files["README.md"]).not.toContain("sandbox-admin-secret-key");
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}, 180_000);

/** What the export's README tells a person to set, with the sandbox's own passwords. */
async function providerEnvironments(): Promise<Record<"openstack" | "cloudstack", Record<string, string>>> {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const endpointOf = (kind: string): string => items.find((cloud) => cloud.kind === kind)?.endpoint ?? "";
  return {
    openstack: {
      OS_AUTH_URL: endpointOf("openstack"),
      OS_REGION_NAME: "RegionOne",
      OS_USERNAME: "demo",
      OS_PASSWORD: "demo",
      OS_PROJECT_NAME: "demo",
      OS_USER_DOMAIN_NAME: "Default",
      OS_PROJECT_DOMAIN_NAME: "Default",
    },
    cloudstack: {
      CLOUDSTACK_API_URL: endpointOf("cloudstack"),
      CLOUDSTACK_API_KEY: "sandbox-admin-api-key",
      CLOUDSTACK_SECRET_KEY: "sandbox-admin-secret-key",
    },
  };
}

test("more memory restarts the machines and keeps them, and says so before", async () => {
  const before = await instances(service);
  const { id } = await workspace();
  const bigger = yaml.replace("profile: small-web-server", "profile: small-web-server\nhardware:\n  memoryGib: 2");
  const checked = await service.api<CheckReport>("POST", "/requirements/check", bigger);
  const changed = await service.api<SubmissionReceipt>("POST", `/workspaces/${id}/revisions`, bigger);

  const planned = await plan(service, id);
  const told = (await service.api<ChangePreview>("GET", `/workspaces/${id}/revisions/2/preview`)).body;
  const applied = await apply(service, planned);
  const settled = (await service.api<ChangePreview>("GET", `/workspaces/${id}/revisions/2/preview`)).body;

  expect([changed.status, changed.body.outcome, changed.body.revision]).toEqual([201, "changed", 2]);
  expect(planned.map(({ summary }) => summary?.danger)).toEqual(["restarts", "restarts"]);
  const sentence = "1 more GiB of memory (1 → 2): the machine restarts, about a minute";
  expect([checked.body.preview?.basis, checked.body.preview?.changes.map(({ text }) => text)]).toEqual([
    "estimate",
    [sentence],
  ]);
  expect([told.basis, told.data, told.typedName, told.changes.map(({ text }) => text)]).toEqual([
    ...["plans", "kept", false],
    [sentence],
  ]);
  expect([settled.basis, settled.changes]).toEqual(["plans", []]);
  expect(applied.map(({ status }) => status)).toEqual(["applied", "applied"]);
  const after = await instances(service);
  expect(after.map(({ instanceId }) => instanceId).sort()).toEqual(before.map(({ instanceId }) => instanceId).sort());
  expect(after.every(({ memoryMib }) => (memoryMib ?? 0) >= 2048)).toBe(true);
}, 180_000);

test("a run applies once: a second confirmation is refused", async () => {
  const { items } = (await service.api<{ items: Run[] }>("GET", "/runs?status=applied&limit=1")).body;

  const again = await service.api<{ code: string }>("POST", `/runs/${items[0]?.id}/apply`);

  expect([again.status, again.body.code]).toEqual([409, "illegal-transition"]);
});

test("after a stop and a start everything is as it was, and the file is said to be unchanged", async () => {
  const before = { machines: await instances(service), workspace: await workspace() };
  const { requirement } = (
    await service.api<Revision>("GET", `/workspaces/${before.workspace.id}/revisions/${before.workspace.revision}`)
  ).body;
  const code = await service.stop();
  const bigger = join(folder, "web-server.yaml");
  await writeFile(
    bigger,
    yaml.replace("profile: small-web-server", "profile: small-web-server\nhardware:\n  memoryGib: 2"),
  );

  service = await startService({ folder, file: bigger });

  expect(code).toBe(0);
  expect(requirement.hardware.memoryGib).toBe(2);
  expect(service.printed()).toContain("web-server is unchanged (revision 2)");
  expect(await workspace()).toEqual(before.workspace);
  const withoutTime = (all: Awaited<ReturnType<typeof instances>>) => all.map(({ observedAt: _, ...rest }) => rest);
  expect(withoutTime(await instances(service))).toEqual(withoutTime(before.machines));
}, 180_000);

test("a workspace with machines is not forgotten, an empty one is", async () => {
  const { id } = await workspace();
  const early = await service.api<{ code: string }>("DELETE", `/workspaces/${id}`);

  const destroyed = await apply(service, await plan(service, id, "destroy"));
  const gone = await instances(service);
  const late = await service.api("DELETE", `/workspaces/${id}`);

  expect([early.status, early.body.code]).toEqual([409, "workspace-not-empty"]);
  expect(destroyed.map(({ status, failure }) => [status, failure])).toEqual([
    ["applied", null],
    ["applied", null],
  ]);
  expect(gone.map(({ powerState }) => powerState)).toEqual(["absent", "absent"]);
  expect(late.status).toBe(204);
  expect((await service.api<{ items: unknown[] }>("GET", "/workspaces")).body.items).toEqual([]);
}, 180_000);

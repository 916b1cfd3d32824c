import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Cloud, Organisation, Tenant, TenantReport } from "../../src/contract/index.ts";
import { adminRegistrations, openstackAdmin } from "../_helpers/sandbox-admin.ts";
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

/** The organisation has its account on CloudStack, the person of the first start a project on OpenStack. */
async function ask(cloud: "adm-os" | "adm-cs", more: object = {}): Promise<Tenant> {
  const account = cloud === "adm-os" ? "local" : "team";
  const answer = await service.api<Tenant>("POST", "/admin/tenants", { account, cloud, ...more });
  if (answer.status !== 202) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function atRest(id: string): Promise<TenantReport> {
  await until(async () => ["ready", "failed"].includes((await report(id)).tenant.status), 300_000);
  return report(id);
}

async function report(id: string): Promise<TenantReport> {
  return (await service.api<TenantReport>("GET", `/admin/tenants/${id}`)).body;
}

async function idOn(cloud: string): Promise<string> {
  const { items } = (await service.api<{ items: Tenant[] }>("GET", "/admin/tenants")).body;
  return items.find(({ cloudName }) => cloudName === cloud)?.id ?? "";
}

async function remove(id: string): Promise<void> {
  const answer = await service.api("DELETE", `/admin/tenants/${id}`);
  if (answer.status !== 202) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  await until(async () => {
    const now = await service.api<TenantReport>("GET", `/admin/tenants/${id}`);
    if (now.status === 200 && now.body.tenant.status === "failed") throw new Error(`${now.body.tenant.detail}`);
    return now.status === 404;
  }, 120_000);
}

function machineOn(cloud: string): string {
  return `name: own-one\nprofile: blank\naccess: { generateKeyPair: true }
placement: { main: ${cloud}, standby: { mode: "off" } }\n`;
}

// One story in steps: each test goes on where the one before stopped.
test("a person gets a project and an organisation an account of their own", async () => {
  const registrations = await adminRegistrations(service);
  await service.api<Organisation>("POST", "/organisations", { handle: "team", name: "The team" });
  const made = [
    await service.api<Cloud>("POST", "/admin/clouds", registrations.openstack),
    await service.api<Cloud>("POST", "/admin/clouds", registrations.cloudstack),
  ];

  // As Keystone does it when the password was set in the same second.
  const refused = { path: "/application_credentials", effect: { kind: "expire-token" }, count: 1 };
  const healed = await breakCloud(service, "openstack", refused);

  const [first, second] = [await ask("adm-os"), await ask("adm-cs", { limits: { machines: 3 } })];
  const reports = [await atRest(first.id), await atRest(second.id)];
  await healed();

  expect(made.map(({ status }) => status)).toEqual([201, 201]);
  expect(reports.map(({ tenant }) => [tenant.status, tenant.detail])).toEqual([
    ["ready", null],
    ["ready", null],
  ]);
  expect(reports.map(({ drift, machines }) => [drift, machines])).toEqual([
    [[], 0],
    [[], 0],
  ]);
  expect(reports[0]?.parts.map(({ kind }) => kind)).toEqual([
    ...["project", "user", "role", "network", "subnet", "router", "router-interface"],
  ]);
  expect(reports[1]?.parts.map(({ kind }) => kind)).toEqual(["account", "user", "network"]);
}, 180_000);

test("their clouds are their own, and the administrators' are nobody's to plan on", async () => {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const tenants = (await service.api<{ items: Tenant[] }>("GET", "/admin/tenants")).body.items;
  const planned = await service.api<{ code: string }>("POST", "/workspaces", machineOn("adm-os"));

  expect(items.filter(({ ownerId }) => ownerId !== null).map(({ name }) => name)).toEqual(["adm-os-local"]);
  expect(tenants.map(({ ownCloudName, owner }) => [ownCloudName, owner.kind])).toEqual([
    ["adm-os-local", "person"],
    ["adm-cs-team", "organisation"],
  ]);
  expect(planned.status).toBe(422);
});

test("asked again it is the same tenant, and the second plan is empty", async () => {
  for (const cloud of ["adm-os", "adm-cs"] as const) {
    const before = await idOn(cloud);

    const again = await ask(cloud);
    const { tenant } = await atRest(again.id);

    expect(again.id).toBe(before);
    expect([tenant.status, tenant.lastRun?.status]).toEqual(["ready", "planned-and-finished"]);
  }
}, 120_000);

test("a quota changed by hand is seen, and put right when the tenant is asked for again", async () => {
  const { authUrl } = (await adminRegistrations(service)).openstack;
  const call = await openstackAdmin(authUrl);
  const id = await idOn("adm-os");
  const project = (await report(id)).parts.find(({ kind }) => kind === "project")?.id ?? "";
  await call("PUT", `/compute/v2.1/os-quota-sets/${project}`, { quota_set: { cores: 999 } });

  const drifted = await report(id);
  await ask("adm-os", { limits: { vcpus: 24 } });
  const after = await atRest(id);

  expect(drifted.drift).toEqual([{ subject: "limit cores", wanted: "20", found: "999" }]);
  expect([after.drift, after.tenant.limits.vcpus, after.tenant.lastRun?.status]).toEqual([[], 24, "applied"]);
}, 120_000);

test("a machine lands in the tenant's project, and the tenant stays as long as it is there", async () => {
  const id = await idOn("adm-os");
  const { workspace } = await submit(service, machineOn("adm-os-local"));
  const runs = await apply(service, await plan(service, workspace.id));
  const full = await report(id);

  const refused = await service.api<{ code: string; detail: string }>("DELETE", `/admin/tenants/${id}`);
  await apply(service, await plan(service, workspace.id, "destroy"));
  await service.api("DELETE", `/workspaces/${workspace.id}`);

  expect(runs.map(({ status }) => status)).toEqual(["applied"]);
  expect(full.machines).toBe(1);
  expect([refused.status, refused.body.code]).toEqual([409, "tenant-in-use"]);
}, 180_000);

test("a tenant that is removed leaves nothing behind", async () => {
  const { authUrl } = (await adminRegistrations(service)).openstack;
  const call = await openstackAdmin(authUrl);
  const project = (await report(await idOn("adm-os"))).parts.find(({ kind }) => kind === "project");

  for (const cloud of ["adm-os", "adm-cs"] as const) await remove(await idOn(cloud));

  const left = {
    projects: await call("GET", `/identity/v3/projects?name=${project?.name}`),
    users: await call("GET", `/identity/v3/users?name=${project?.name}`),
    networks: await call("GET", `/network/v2.0/networks?project_id=${project?.id}`),
    security_groups: await call("GET", `/network/v2.0/security-groups?project_id=${project?.id}`),
  };
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  expect(Object.entries(left).map(([list, answer]) => [list, answer[list]])).toEqual(
    Object.keys(left).map((list) => [list, []]),
  );
  expect(items.filter(({ ownerId }) => ownerId !== null)).toEqual([]);
}, 180_000);

test("killed in the middle it is asked for again, and there is one of everything", async () => {
  const { id } = await ask("adm-os");
  await until(async () => (await report(id)).tenant.lastRun?.status === "applying", 60_000);

  await service.kill();
  service = await startService({ folder });
  const interrupted = await atRest(id);
  await ask("adm-os");
  const after = await atRest(id);

  expect(["failed", "ready"]).toContain(interrupted.tenant.status);
  expect([after.tenant.status, after.tenant.detail, after.drift]).toEqual(["ready", null, []]);
  const call = await openstackAdmin((await adminRegistrations(service)).openstack.authUrl);
  const { networks } = (await call("GET", `/network/v2.0/networks?name=${after.tenant.name}-network`)) as {
    networks: unknown[];
  };
  expect(networks).toHaveLength(1);
}, 600_000);

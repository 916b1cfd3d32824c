/** A project of one's own on a real OpenStack: asked for, drifted, put right, used, removed without a trace. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Tenant, TenantReport } from "../../src/contract/index.ts";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { ofAdmin, registration } from "./_bed/registration.ts";
import { smallMachine } from "./_bed/small-machine.ts";
import { takeWholeInventory } from "./_bed/take-whole-inventory.ts";
import { TEST_BED } from "./_bed/test-bed.ts";

let story: Story;

beforeAll(async () => {
  story = await openStory({ title: "a tenant of one's own", inventory: takeWholeInventory });
  const file = await story.write("office.json", registration("office", ofAdmin()));
  const added = await story.twinstack("tenant", "add-cloud", file);
  expect(added).toMatchObject(DONE);
  expect(added.out).not.toContain(TEST_BED.password);
});
afterAll(async () => {
  await story?.close();
});

function asked(...more: readonly string[]) {
  return story.twinstack("tenant", "create", "--for", "local", "--cloud", "office", ...more);
}

async function shown(): Promise<TenantReport> {
  return JSON.parse((await story.twinstack("--json", "tenant", "show", "local")).out) as TenantReport;
}

async function projectId(): Promise<string> {
  return (await shown()).parts.find(({ kind }) => kind === "project")?.id ?? "";
}

// One story in steps: each test goes on where the one before stopped.
test("a person gets a project with user, role, quotas, network, router and a cloud of their own", async () => {
  const made = await asked("--machines", "3", "--vcpus", "8", "--memory", "16", "--disk", "100");

  expect(made).toEqual({
    code: 0,
    out: expect.stringContaining("is ready; the owner's cloud is office-local"),
    err: "",
  });
  const { tenant, parts, drift } = await shown();
  expect([tenant.status, tenant.detail, drift]).toEqual(["ready", null, []]);
  expect(parts.map(({ kind }) => kind)).toEqual([
    ...["project", "user", "role", "network", "subnet", "router", "router-interface"],
  ]);
  const admin = await logIn("admin");
  const { quota_set: quotas } = await admin.request<{ quota_set: object }>(
    ...(["compute", "GET", `/os-quota-sets/${await projectId()}`] as const),
  );
  expect(quotas).toMatchObject({ instances: 3, cores: 8, ram: 16 * 1024 });
  expect((await story.twinstack("clouds", "test", "office-local")).out).not.toContain("FAILED");
});

test("asked for again it is the same tenant, and its second plan is empty", async () => {
  const before = (await shown()).tenant;

  expect(await asked()).toMatchObject(DONE);

  const { tenant } = await shown();
  expect([tenant.id, tenant.lastRun?.status]).toEqual([before.id, "planned-and-finished"]);
});

test("a quota changed and a router removed by hand are seen, and put right when it is asked for again", async () => {
  const admin = await logIn("admin");
  const project = await projectId();
  const router = (await shown()).parts.find(({ kind }) => kind === "router")?.id ?? "";
  const subnet = (await shown()).parts.find(({ kind }) => kind === "subnet")?.id ?? "";
  await admin.request("compute", "PUT", `/os-quota-sets/${project}`, { quota_set: { cores: 999 } });
  await admin.request("network", "PUT", `/v2.0/routers/${router}/remove_router_interface`, { subnet_id: subnet });

  const drifted = await story.twinstack("tenant", "show", "local");
  expect(await asked()).toMatchObject(DONE);

  expect(drifted.out).toContain("DRIFT  limit cores: asked for 8, is 999");
  expect(drifted.out).toContain("DRIFT  router-interface: asked for there, is missing");
  const { tenant, drift } = await shown();
  expect([drift, tenant.lastRun?.status]).toEqual([[], "applied"]);
});

test("a machine lies in the tenant's project, and the tenant stays as long as it is there", async () => {
  await story.submitted("own", smallMachine("own", "", "office-local"));
  await story.applied("own");
  const admin = await logIn("admin");
  const { servers } = await admin.request<{ servers: { name: string; tenant_id: string }[] }>(
    ...(["compute", "GET", "/servers/detail?all_tenants=1"] as const),
  );

  const refused = await story.twinstack("tenant", "remove", "local");

  expect(servers).toMatchObject([{ name: "own", tenant_id: await projectId() }]);
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain("still has 1 machines planned");
  await story.gone("own");
});

test("a tenant that is removed leaves the whole cloud as it was before", async () => {
  const removed = await story.twinstack("tenant", "remove", "local");

  expect(removed).toMatchObject(DONE);
  expect((await story.service().api<{ items: Tenant[] }>("GET", "/admin/tenants")).body.items).toEqual([]);
  expect((await story.twinstack("clouds", "list")).out).not.toContain("office-local");
  expect(await story.left()).toEqual(story.before);
});

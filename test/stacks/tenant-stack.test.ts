import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { assertAllowed, TENANT_RULES } from "../../stacks/allow-list.ts";
import { cloudstackTenantPlan, openstackTenantPlan } from "../_fixtures/tenant-plans/tenant-plans.ts";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";
import { synth } from "./_synth.ts";

const run = promisify(execFile);

test("a tenant on OpenStack is project, user, role, quotas and a network that reaches the outside", () => {
  const stack = synth(openstackTenantPlan());

  expect(stack.addresses()).toEqual([
    "openstack_blockstorage_quotaset_v3.quotas_storage",
    "openstack_compute_quotaset_v2.quotas_compute",
    "openstack_identity_project_v3.project",
    "openstack_identity_role_assignment_v3.role",
    "openstack_identity_user_v3.user",
    "openstack_networking_network_v2.network",
    "openstack_networking_quota_v2.quotas_network",
    "openstack_networking_router_interface_v2.network_router_interface",
    "openstack_networking_router_v2.network_router",
    "openstack_networking_subnet_v2.network_subnet",
  ]);
  expect(stack.one("openstack_compute_quotaset_v2")).toMatchObject({ cores: 20, instances: 10, ram: 65_536 });
  expect(stack.one("openstack_networking_router_v2")).toMatchObject({
    external_network_id: openstackTenantPlan().externalNetworkId,
  });
});

test("a tenant on a cloud without an outside gets no router", () => {
  const addresses = synth(openstackTenantPlan({ externalNetworkId: null })).addresses();

  expect(addresses.filter((address) => address.includes("router"))).toEqual([]);
});

test("a tenant on CloudStack is limits of its account, with room for every network's source NAT", () => {
  const stack = synth(cloudstackTenantPlan());

  const limits = stack.elements.map(({ values }) => [values["type"], values["max"]]);
  expect(Object.fromEntries(limits)).toEqual({
    instance: 10,
    ip: 21,
    volume: 40,
    cpu: 20,
    memory: 65_536,
    primarystorage: 500,
  });
  expect(stack.elements.every(({ values }) => values["account"] === "twinstack-team")).toBe(true);
});

test("what exists already is taken in by import, in a tenant's stack and in no other", () => {
  const adopt = [{ address: "openstack_identity_project_v3.project", id: "0f".repeat(16) }];

  const { json } = synth(openstackTenantPlan({ adopt }));

  expect(json["import"]).toEqual([{ to: "openstack_identity_project_v3.project", id: "0f".repeat(16) }]);
  expect(() => assertAllowed(json)).toThrow("must not have import");
});

test("a password cannot be written into a tenant's stack", () => {
  const user = { openstack_identity_user_v3: { user: { name: "team", password: "canary" } } };

  expect(() => assertAllowed({ resource: user }, TENANT_RULES)).toThrow("must not have password");
});

test.each([
  ["openstack", synth(openstackTenantPlan()).text],
  ["cloudstack", synth(cloudstackTenantPlan()).text],
])("the real provider validates a tenant on %s", async (_cloud, text) => {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-validate-"));
  const options = { cwd: folder, env: terraformEnv() };
  try {
    await writeFile(join(folder, "cdk.tf.json"), text);
    await run(toolchain().enginePath, ["init", "-backend=false", "-input=false"], options);

    const { stdout } = await run(toolchain().enginePath, ["validate", "-json"], options);

    expect(JSON.parse(stdout)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openCloudstackSite, openOpenstackSite } from "../_helpers/sandbox-site.ts";

let openstack: Awaited<ReturnType<typeof openOpenstackSite>>;
let cloudstack: Awaited<ReturnType<typeof openCloudstackSite>>;

beforeAll(async () => {
  [openstack, cloudstack] = await Promise.all([openOpenstackSite(), openCloudstackSite()]);
});
afterAll(async () => {
  await Promise.all([openstack.close(), cloudstack.close()]);
});

test("OpenStack tells the project's limits and what is used of them", async () => {
  const items = await openstack.client.readCapacity();

  expect(items).toContainEqual({ kind: "vcpus", scope: "tenant", used: 0, limit: 128 });
  expect(items).toContainEqual({ kind: "disk-gib", scope: "tenant", used: 0, limit: 5_000 });
  expect(items.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["instances", "memory-mib", "volumes", "public-addresses", "networks"]),
  );
});

test("an OpenStack whose network service tells nothing still tells the rest", async () => {
  await openstack.fault({ path: "/quotas/", effect: { kind: "status", status: 403 } });

  const items = await openstack.client.readCapacity();
  await openstack.fault(null);

  expect(items.map(({ kind }) => kind)).not.toContain("networks");
  expect(items.map(({ kind }) => kind)).toContain("vcpus");
});

test("CloudStack tells an administrator of it the account's limits and how full the zone is", async () => {
  const items = await cloudstack.client.readCapacity();

  expect(items).toContainEqual({ kind: "instances", scope: "tenant", used: 0, limit: null });
  expect(items).toContainEqual({ kind: "memory-mib", scope: "cloud", used: 0, limit: 4 * 128 * 1024 });
});

test("a cloud that is away is named as such", async () => {
  await cloudstack.fault({ effect: { kind: "outage" } });

  const asked = cloudstack.client.readCapacity();

  await expect(asked).rejects.toMatchObject({ code: "cloud-unreachable" });
  await cloudstack.fault(null);
});

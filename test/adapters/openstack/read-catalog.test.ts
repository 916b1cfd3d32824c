import { expect, test } from "@jest/globals";
import { Catalog } from "../../../src/contract/index.ts";
import { FLAVOR, ID, open, useServers } from "./a-client.ts";

useServers();

test("reads a whole catalog", async () => {
  const { client } = await open({
    routes: {
      "/compute/v2.1/flavors/detail": () => ({
        body: { flavors: [FLAVOR, { ...FLAVOR, id: "f2", "OS-FLV-DISABLED:disabled": true }] },
      }),
      "/compute/v2.1/os-availability-zone": () => ({
        body: {
          availabilityZoneInfo: [
            { zoneName: "internal", zoneState: { available: true } },
            { zoneName: "nova", zoneState: { available: true } },
            { zoneName: "down", zoneState: { available: false } },
          ],
        },
      }),
      "/network/v2.0/networks": () => ({ body: { networks: [{ id: "n1", name: "public", "router:external": true }] } }),
      "/volume/v3/p1/types": () => ({
        body: {
          volume_types: [
            { id: "t1", name: "__DEFAULT__", description: "Default Volume Type", extra_specs: {} },
            { id: "t2", name: "tier-1", extra_specs: { volume_backend_name: "nvme-pool" } },
          ],
        },
      }),
      "/volume/v3/p1/types/default": () => ({ body: { volume_type: { id: "t1", name: "__DEFAULT__" } } }),
    },
  });

  const catalog = await client.readCatalog();

  expect(Catalog.parse(catalog)).toEqual(catalog);
  expect(catalog).toMatchObject({
    kind: "openstack",
    cloudId: ID,
    version: "Nova API 2.93",
    offerings: [{ id: "f1", name: "m1.small", vcpu: 2, memoryMib: 4096, rootDiskGib: 20, custom: null }],
    volumeTypes: [
      { id: "t1", name: "__DEFAULT__", speed: null, customSize: true, sizeGib: null },
      { id: "t2", name: "tier-1", speed: "fast" },
    ],
    externalNetworks: [{ id: "n1", name: "public" }],
    availabilityZones: ["nova"],
    defaultVolumeType: "__DEFAULT__",
  });
});

test("reads the catalog without what a cloud's policy keeps to itself: zones, default volume type", async () => {
  const forbidden = () => ({ status: 403, body: { forbidden: { message: "Policy doesn't allow it" } } });
  const { client } = await open({
    routes: {
      "/compute/v2.1/flavors/detail": () => ({ body: { flavors: [FLAVOR] } }),
      "/compute/v2.1/os-availability-zone": forbidden,
      "/volume/v3/p1/types/default": forbidden,
    },
  });

  const catalog = await client.readCatalog();

  expect(catalog).toMatchObject({ offerings: [{ id: "f1" }], availabilityZones: [], defaultVolumeType: null });
});

test("offers images that machines start from, with the disk they need and the system they hold", async () => {
  const image = (id: string, more: object) => ({ id, name: id, status: "active", disk_format: "qcow2", ...more });
  const images = [
    image("a", {
      os_distro: "ubuntu",
      os_version: "24.04",
      min_disk: 4,
      size: 600e6,
      created_at: "2026-01-01T00:00:00Z",
    }),
    image("debian-12-generic", { virtual_size: 2.2 * 1024 ** 3, min_ram: 512 }),
    image("b", { os_distro: "ubuntu", os_version: "24.04", hw_architecture: "aarch64" }),
    image("install-disk", { disk_format: "iso" }),
    image("my-snapshot", { image_type: "snapshot", os_distro: "ubuntu", os_version: "24.04" }),
    image("volume-snapshot", { block_device_mapping: "[]", size: 0 }),
    image("queued", { status: "queued" }),
    { id: "nameless", name: null, status: "active" },
  ];
  const { client } = await open({ routes: { "/image/v2/images": () => ({ body: { images } }) } });

  const catalog = await client.readCatalog();

  const ubuntu = { family: "ubuntu", version: "24.04" };
  expect(catalog.images).toEqual([
    { id: "a", name: "a", os: ubuntu, minDiskGib: 4, minMemoryMib: 0, createdAt: "2026-01-01T00:00:00Z" },
    {
      id: "debian-12-generic",
      name: "debian-12-generic",
      os: { family: "debian", version: "12" },
      minDiskGib: 3,
      minMemoryMib: 512,
      createdAt: null,
    },
    { id: "b", name: "b", os: null, minDiskGib: 0, minMemoryMib: 0, createdAt: null },
    { id: "nameless", name: "nameless", os: null, minDiskGib: 0, minMemoryMib: 0, createdAt: null },
  ]);
});

test("follows the pages of Nova and Glance by their query only, never to another host", async () => {
  const { client, cloud } = await open({
    routes: {
      "/compute/v2.1/flavors/detail": ({ query }) => ({
        body:
          query.get("marker") === "f1"
            ? { flavors: [{ ...FLAVOR, id: "f2" }] }
            : {
                flavors: [FLAVOR],
                flavors_links: [{ rel: "next", href: "http://inside.invalid/v2.1/flavors/detail?limit=1&marker=f1" }],
              },
      }),
      "/image/v2/images": ({ query }) => ({
        body:
          query.get("marker") === "i1"
            ? { images: [{ id: "i2", name: "i2", status: "active" }] }
            : { images: [{ id: "i1", name: "i1", status: "active" }], next: "/v2/images?marker=i1" },
      }),
    },
  });

  const catalog = await client.readCatalog();

  expect(catalog.offerings.map(({ id }) => id)).toEqual(["f1", "f2"]);
  expect(catalog.images.map(({ id }) => id)).toEqual(["i1", "i2"]);
  expect(cloud.seen.every(({ headers }) => headers["host"] === new URL(cloud.url).host)).toBe(true);
});

test("does not follow pages in a circle", async () => {
  const { client } = await open({
    routes: {
      "/compute/v2.1/flavors/detail": () => ({
        body: { flavors: [FLAVOR], flavors_links: [{ rel: "next", href: "/flavors/detail?marker=f1" }] },
      }),
    },
  });

  await expect(client.readCatalog()).rejects.toMatchObject({ code: "cloud-refused", facts: { reason: "paging" } });
});

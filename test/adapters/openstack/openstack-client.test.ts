import { afterEach, expect, test } from "@jest/globals";
import { makeOpenOpenstackClient } from "../../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import { Catalog, type OpenstackRegistration } from "../../../src/contract/index.ts";
import { sampleCloudstack, sampleOpenstack } from "../../_helpers/cloud-samples.ts";
import {
  APPLICATION_SECRET,
  type ScriptedOpenstack,
  type ScriptedOpenstackOptions,
  standardCatalog,
  startScriptedOpenstack,
} from "../../_helpers/scripted-openstack.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const servers: ScriptedOpenstack[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function open(options: ScriptedOpenstackOptions = {}, change: Partial<OpenstackRegistration> = {}) {
  const cloud = await startScriptedOpenstack(options);
  servers.push(cloud);
  const openClient = makeOpenOpenstackClient({
    words: catalogWords,
    clock: { now: () => new Date() },
    tools: { pause: async () => {}, random: () => 0 },
    timeoutMs: 2000,
  });
  return { cloud, client: openClient(ID, sampleOpenstack({ authUrl: cloud.authUrl, ...change })) };
}

const FLAVOR = { id: "f1", name: "m1.small", vcpus: 2, ram: 4096, disk: 20, extra: "from the future" };

function serverDocument(change: object = {}) {
  return {
    id: "vm-1",
    name: "web",
    status: "ACTIVE",
    "OS-EXT-STS:task_state": null,
    flavor: { id: "f1", links: [] },
    image: { id: "i1" },
    addresses: { net: [{ addr: "10.0.0.5", version: 4, "OS-EXT-IPS:type": "fixed" }] },
    "os-extended-volumes:volumes_attached": [],
    ...change,
  };
}

function serving(...documents: object[]) {
  return {
    "/compute/v2.1/servers/detail": () => ({ body: { servers: documents } }),
    "/compute/v2.1/flavors/detail": () => ({ body: { flavors: [FLAVOR] } }),
  };
}

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

test("logs in once for everything, also when many calls start together", async () => {
  const { client, cloud } = await open();

  await Promise.all([client.readCatalog(), client.readCatalog(), client.observeInstances(["vm-1"])]);

  expect(cloud.tokens).toHaveLength(1);
});

test("renews a token that the cloud refuses in the middle, once, and goes on", async () => {
  const { client, cloud } = await open({ routes: serving(serverDocument()) });
  await client.observeInstances(["vm-1"]);
  cloud.expireTokens();

  const observed = await client.observeInstances(["vm-1"]);

  expect(observed).toHaveLength(1);
  expect(cloud.tokens).toHaveLength(2);
});

test("renews a token before it ends", async () => {
  const { client, cloud } = await open({ tokenLifeMs: 30_000 });

  await client.observeInstances(["vm-1"]);
  await client.observeInstances(["vm-1"]);

  expect(cloud.tokens.length).toBeGreaterThan(1);
});

test("gives up when even a new token is refused", async () => {
  const refused = { status: 401, body: { error: { message: "no" } } };
  const { client, cloud } = await open({ routes: { "/compute/v2.1/servers/detail": () => refused } });

  await expect(client.observeInstances(["vm-1"])).rejects.toMatchObject({ code: "cloud-credentials" });
  expect(cloud.tokens).toHaveLength(2);
});

test("logs in with an application credential and no scope", async () => {
  const credentials = { type: "application-credential" as const, id: "ac", secret: APPLICATION_SECRET };
  const { client, cloud } = await open({}, { credentials });

  await client.readCatalog();

  expect(JSON.parse(cloud.seen[0]?.body ?? "")).toEqual({
    auth: {
      identity: {
        methods: ["application_credential"],
        application_credential: { id: "ac", secret: APPLICATION_SECRET },
      },
    },
  });
});

test.each(["", "/", "/v3", "/v3/", "/v2.0"])("takes the identity address with the ending %j", async (ending) => {
  const cloud = await startScriptedOpenstack();
  servers.push(cloud);
  const authUrl = cloud.authUrl.replace("/v3", ending);
  const openClient = makeOpenOpenstackClient({ words: catalogWords, clock: { now: () => new Date() } });

  await expect(openClient(ID, sampleOpenstack({ authUrl })).readCatalog()).resolves.toMatchObject({ cloudId: ID });
});

test.each(["volumev3", "block-storage"])("finds block storage under the name %s", async (type) => {
  const catalog = (url: string) =>
    standardCatalog(url).map((entry) => (entry.type === "volumev3" ? { ...entry, type } : entry));
  const { client } = await open({ catalog });

  await expect(client.readCatalog()).resolves.toMatchObject({ volumeTypes: [] });
});

test("finds a service by region_id alone and in the registered region only", async () => {
  const catalog = (url: string) =>
    standardCatalog(url).map((entry) => ({
      ...entry,
      endpoints: [
        { interface: "public", region_id: "Elsewhere", url: "http://127.0.0.1:9/wrong" },
        ...entry.endpoints.map((endpoint) => ({ ...endpoint, region: undefined })),
      ],
    }));
  const { client } = await open({ catalog });

  await expect(client.readCatalog()).resolves.toMatchObject({ cloudId: ID });
});

test("sees a machine that boots from its image: flavor, root disk and volumes, addresses", async () => {
  const { client } = await open({
    routes: {
      ...serving(
        serverDocument({ "os-extended-volumes:volumes_attached": [{ id: "v1" }] }),
        serverDocument({ id: "other" }),
      ),
      "/volume/v3/p1/volumes/detail": () => ({
        body: {
          volumes: [
            { id: "v1", size: 10 },
            { id: "v2", size: 99 },
          ],
        },
      }),
      "/network/v2.0/floatingips": () => ({
        body: {
          floatingips: [
            { floating_ip_address: "203.0.113.7", fixed_ip_address: "10.0.0.5", port_details: { device_id: "other" } },
            { floating_ip_address: "203.0.113.9", fixed_ip_address: "10.0.0.5", port_details: { device_id: "vm-1" } },
          ],
        },
      }),
    },
  });

  expect(await client.observeInstances(["vm-1", "gone"])).toEqual([
    {
      instanceId: "vm-1",
      name: "web",
      vcpu: 2,
      memoryMib: 4096,
      offering: "m1.small",
      diskGib: 30,
      privateAddresses: ["10.0.0.5"],
      publicAddress: "203.0.113.9",
      powerState: "running",
      cloudStatus: "ACTIVE",
    },
  ]);
});

test("counts the root volume instead of the flavor's disk when the machine boots from a volume", async () => {
  const document = serverDocument({
    image: "",
    "os-extended-volumes:volumes_attached": [{ id: "root" }, { id: "data" }],
  });
  const volumes = [
    { id: "root", size: 25 },
    { id: "data", size: 5 },
  ];
  const { client } = await open({
    routes: { ...serving(document), "/volume/v3/p1/volumes/detail": () => ({ body: { volumes } }) },
  });

  expect(await client.observeInstances(["vm-1"])).toMatchObject([{ diskGib: 30 }]);
});

test("reads the flavor of newer microversions from the server itself", async () => {
  const flavor = { original_name: "gone-flavor", vcpus: 8, ram: 16384, disk: 40, extra_specs: {} };
  const { client } = await open({ routes: serving(serverDocument({ flavor })) });

  expect(await client.observeInstances(["vm-1"])).toMatchObject([
    { offering: "gone-flavor", vcpu: 8, memoryMib: 16384, diskGib: 40 },
  ]);
});

test("takes Nova's floating address where Neutron does not tell machines, and none where it does", async () => {
  const addresses = {
    net: [
      { addr: "10.0.0.5", "OS-EXT-IPS:type": "fixed" },
      { addr: "203.0.113.9", "OS-EXT-IPS:type": "floating" },
    ],
  };
  const old = [{ floating_ip_address: "203.0.113.9", fixed_ip_address: "10.0.0.5" }];
  const newer = [{ floating_ip_address: "203.0.113.9", fixed_ip_address: null, port_details: null }];
  const routes = serving(serverDocument({ addresses }));
  const withOld = await open({
    routes: { ...routes, "/network/v2.0/floatingips": () => ({ body: { floatingips: old } }) },
  });
  const withNewer = await open({
    routes: { ...routes, "/network/v2.0/floatingips": () => ({ body: { floatingips: newer } }) },
  });

  expect(await withOld.client.observeInstances(["vm-1"])).toMatchObject([{ publicAddress: "203.0.113.9" }]);
  expect(await withNewer.client.observeInstances(["vm-1"])).toMatchObject([{ publicAddress: null }]);
});

test.each([
  ["ACTIVE", null, "running"],
  ["ACTIVE", "powering-off", "stopping"],
  ["ACTIVE", "deleting", "stopping"],
  ["SHUTOFF", null, "stopped"],
  ["SHUTOFF", "powering-on", "starting"],
  ["BUILD", "spawning", "starting"],
  ["VERIFY_RESIZE", null, "running"],
  ["PAUSED", null, "paused"],
  ["SUSPENDED", null, "paused"],
  ["SHELVED_OFFLOADED", null, "stopped"],
  ["ERROR", "spawning", "error"],
  ["SOFT_DELETED", null, "absent"],
  ["SOMETHING_NEW", null, "unknown"],
])("reads %s with %s going on as %s", async (status, task, powerState) => {
  const { client } = await open({ routes: serving(serverDocument({ status, "OS-EXT-STS:task_state": task })) });

  expect(await client.observeInstances(["vm-1"])).toMatchObject([{ powerState, cloudStatus: status }]);
});

test("keeps what it can tell when volumes, networks and flavors do not answer", async () => {
  const down = () => ({ status: 503, headers: { "content-type": "text/html" }, body: "<html>down</html>" });
  const { client } = await open({
    routes: {
      "/compute/v2.1/servers/detail": () => ({ body: { servers: [serverDocument()] } }),
      "/compute/v2.1/flavors/detail": down,
      "/volume/v3/p1/volumes/detail": down,
      "/network/v2.0/floatingips": down,
    },
  });

  expect(await client.observeInstances(["vm-1"])).toMatchObject([
    { vcpu: null, diskGib: null, offering: null, publicAddress: null, powerState: "running" },
  ]);
});

test.each([
  ["nova", 400, { badRequest: { code: 400, message: "bad marker" } }, "bad marker"],
  ["neutron", 409, { NeutronError: { type: "Conflict", message: "in use", detail: "" } }, "in use"],
  ["keystone", 404, { error: { code: 404, message: "no such project", title: "Not Found" } }, "no such project"],
  ["glance", 413, { message: "Quota<br /><br />\n exceeded", code: "413", title: "Too large" }, "Quota exceeded"],
  [
    "placement",
    406,
    { errors: [{ status: 406, title: "Not Acceptable", detail: "microversion 9.9" }] },
    "microversion 9.9",
  ],
])("passes on what %s says in its own form", async (_, status, body, words) => {
  const { client } = await open({ routes: { "/compute/v2.1/servers/detail": () => ({ status, body }) } });

  await expect(client.observeInstances(["vm-1"])).rejects.toMatchObject({
    code: "cloud-refused",
    facts: { status, cloudMessage: words },
  });
});

test("calls a forbidden list a matter of credentials and a dead service unreachable", async () => {
  const forbidden = await open({
    routes: {
      "/compute/v2.1/servers/detail": () => ({
        status: 403,
        body: { forbidden: { message: "Policy doesn't allow it" } },
      }),
    },
  });
  const dead = await open({
    routes: { "/compute/v2.1/servers/detail": () => ({ status: 503, body: { message: "overloaded" } }) },
  });

  await expect(forbidden.client.observeInstances(["a"])).rejects.toMatchObject({ code: "cloud-credentials" });
  await expect(dead.client.observeInstances(["a"])).rejects.toMatchObject({ code: "cloud-unreachable" });
  const asked = dead.cloud.seen.filter(({ path }) => path === "/compute/v2.1/servers/detail");
  expect(asked).toHaveLength(3);
});

test("never lets password or token out, even when a service echoes them", async () => {
  const { client } = await open({
    routes: {
      "/compute/v2.1/servers/detail": ({ headers }) => ({
        status: 400,
        body: { badRequest: { message: `token ${headers["x-auth-token"]} of canary-password` } },
      }),
    },
  });

  const error = await client.observeInstances(["a"]).catch((reason: unknown) => reason);

  expect(error).toMatchObject({ code: "cloud-refused", message: expect.stringContaining("token … of …") });
  expect(JSON.stringify([error, (error as Error).message, String((error as Error).stack)])).not.toContain("canary");
});

test("is not opened for a cloud of the other kind", () => {
  const openClient = makeOpenOpenstackClient({ words: catalogWords, clock: { now: () => new Date() } });

  expect(() => openClient(ID, sampleCloudstack())).toThrow(/not an OpenStack/);
});

import { expect, test } from "@jest/globals";
import { Catalog } from "../../../src/contract/index.ts";
import { startReplayedCloudstack } from "../../_helpers/replayed-cloudstack.ts";
import { ID, open, REAL, useServers } from "./a-client.ts";

useServers();

test("reads the recorded catalog", async () => {
  const client = open(await startReplayedCloudstack(REAL));

  const catalog = await client.readCatalog();

  expect(Catalog.parse(catalog)).toEqual(catalog);
  if (catalog.kind !== "cloudstack") throw new TypeError("not a CloudStack catalog");
  expect(catalog).toMatchObject({
    cloudId: ID,
    version: "4.22.0.0",
    zone: { id: "ef88a055-e1ff-439d-a7c8-9a40f575c76d", name: "Sandbox-simulator" },
    mayExpunge: true,
    maxRootDiskGib: null,
  });
  expect(catalog.offerings).toEqual([
    {
      id: "91692d6e-a1e1-432b-814d-d491532a72ce",
      name: "Small Instance",
      vcpu: 1,
      memoryMib: 512,
      rootDiskGib: null,
      custom: null,
    },
    expect.objectContaining({ name: "Medium Instance", vcpu: 1, memoryMib: 1024 }),
  ]);
  expect(catalog.volumeTypes.map(({ name, customSize, sizeGib }) => [name, customSize, sizeGib])).toEqual([
    ["Small", false, 5],
    ["Medium", false, 20],
    ["Large", false, 100],
    ["Custom", true, null],
  ]);
  expect(catalog.images).toContainEqual(
    expect.objectContaining({ name: "CentOS 5.6 (64-bit) no GUI (Simulator)", os: null, minDiskGib: 2 }),
  );
});

test("offers of 24 recorded network offerings the one a twin can use, and its egress default", async () => {
  const client = open(await startReplayedCloudstack(REAL));

  const catalog = await client.readCatalog();

  if (catalog.kind !== "cloudstack") throw new TypeError("not a CloudStack catalog");
  const usable = catalog.networkOfferings.filter((o) => o.sourceNat && o.staticNat && o.firewall && !o.forVpc);
  expect(usable).toEqual([
    {
      id: "8924824b-e34e-4d8f-ba53-dd3415466264",
      name: "DefaultIsolatedNetworkOfferingWithSourceNatService",
      sourceNat: true,
      staticNat: true,
      firewall: true,
      egressDefaultAllow: false,
      forVpc: false,
      isDefault: true,
    },
  ]);
});

test("knows custom offerings, constrained and not, and when a deploy must send a speed", async () => {
  const offering = (id: string, more: object) => ({ id, name: id, state: "Active", iscustomized: true, ...more });
  const serviceoffering = [
    offering("constrained", {
      cpuspeed: 2000,
      serviceofferingdetails: { mincpunumber: "2", maxcpunumber: "8", minmemory: "1024", maxmemory: "16384" },
    }),
    offering("free", {}),
    offering("volatile", { isvolatile: true }),
    offering("retired", { state: "Inactive" }),
  ];
  const client = open(
    await startReplayedCloudstack({
      ...REAL,
      listServiceOfferings: () => ({ body: { listserviceofferingsresponse: { count: 4, serviceoffering } } }),
    }),
  );

  const { offerings } = await client.readCatalog();

  expect(offerings).toEqual([
    {
      id: "constrained",
      name: "constrained",
      vcpu: 2,
      memoryMib: 1024,
      rootDiskGib: null,
      custom: { minVcpu: 2, maxVcpu: 8, minMemoryMib: 1024, maxMemoryMib: 16384, cpuSpeedMhz: null },
    },
    expect.objectContaining({ id: "free", custom: expect.objectContaining({ minVcpu: 1, cpuSpeedMhz: 1000 }) }),
  ]);
});

test("offers ready templates for KVM only and recognizes their systems", async () => {
  const template = (name: string, more: object = {}) => ({
    ...{ id: name, name, isready: true, hypervisor: "KVM", templatetype: "USER", size: 2361393152, ostypename: "" },
    ...more,
  });
  const templates = [
    template("Ubuntu 24.04", { ostypename: "Ubuntu 22.04 LTS", created: "2026-01-01T00:00:00+0000" }),
    template("base", { ostypename: "Debian GNU/Linux 12 (64-bit)" }),
    template("arm", { ostypename: "Debian GNU/Linux 12 (64-bit)", arch: "aarch64" }),
    template("half-loaded", { isready: false }),
    template("vmware", { hypervisor: "VMware" }),
    template("router", { templatetype: "SYSTEM" }),
  ];
  const client = open(
    await startReplayedCloudstack({
      ...REAL,
      listTemplates: () => ({ body: { listtemplatesresponse: { count: 6, template: templates } } }),
    }),
  );

  const { images } = await client.readCatalog();

  expect(images).toEqual([
    {
      id: "Ubuntu 24.04",
      name: "Ubuntu 24.04",
      os: { family: "ubuntu", version: "24.04" },
      minDiskGib: 3,
      minMemoryMib: 0,
      createdAt: "2026-01-01T00:00:00+0000",
    },
    expect.objectContaining({ id: "base", os: { family: "debian", version: "12" } }),
    expect.objectContaining({ id: "arm", os: null }),
  ]);
});

test("reads the largest root disk where the account may", async () => {
  const configuration = [{ name: "storage.max.volume.size", value: "2000" }];
  const client = open(
    await startReplayedCloudstack({
      ...REAL,
      listConfigurations: () => ({ body: { listconfigurationsresponse: { count: 1, configuration } } }),
    }),
  );

  expect(await client.readCatalog()).toMatchObject({ maxRootDiskGib: 2000 });
});

test.each([
  [false, ["shared"]],
  [true, ["shared", "local"]],
])(
  "offers what lies on a host's own disks only where the zone has them (%s)",
  async (localstorageenabled, expected) => {
    const zone = [{ id: ID, name: "Sandbox-simulator", networktype: "Advanced", localstorageenabled }];
    const shared = { id: "shared", name: "shared", storagetype: "shared", cpunumber: 1, memory: 512, disksize: 5 };
    const local = { ...shared, id: "local", name: "local", storagetype: "local" };
    const commands = {
      ...REAL,
      listZones: () => ({ body: { listzonesresponse: { count: 1, zone } } }),
      listServiceOfferings: () => ({ body: { listserviceofferingsresponse: { serviceoffering: [shared, local] } } }),
      listDiskOfferings: () => ({ body: { listdiskofferingsresponse: { diskoffering: [shared, local] } } }),
    };

    const catalog = await open(await startReplayedCloudstack(commands)).readCatalog();

    expect(catalog.offerings.map(({ id }) => id)).toEqual(expected);
    expect(catalog.volumeTypes.map(({ id }) => id)).toEqual(expected);
  },
);

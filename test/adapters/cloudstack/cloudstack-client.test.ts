import { afterEach, expect, test } from "@jest/globals";
import { NEEDED_COMMANDS } from "../../../src/adapters/cloudstack/needed-commands.ts";
import { makeOpenCloudstackClient } from "../../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import { Catalog, type CloudstackRegistration } from "../../../src/contract/index.ts";
import { sampleCloudstack, sampleOpenstack } from "../../_helpers/cloud-samples.ts";
import { makePrivateAuthority } from "../../_helpers/private-authority.ts";
import {
  type Commands,
  recordedApiNames,
  recordings,
  startReplayedCloudstack,
} from "../../_helpers/replayed-cloudstack.ts";
import { type ScriptedServer, startScriptedServer } from "../../_helpers/scripted-server.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const MACHINE = "0305818f-af6d-4523-a8d4-893fc1cbc059";
const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function open(server: ScriptedServer, change: Partial<CloudstackRegistration> = {}) {
  servers.push(server);
  const openClient = makeOpenCloudstackClient({
    words: catalogWords,
    clock: { now: () => new Date() },
    tools: { pause: async () => {}, random: () => 0 },
    timeoutMs: 2000,
  });
  return openClient(ID, sampleCloudstack({ apiUrl: `${server.url}/client/api`, zone: "Sandbox-simulator", ...change }));
}

function recorded(command: string, text = "") {
  const found = recordings("lists").find(
    (recording) => recording.command === command && JSON.stringify(recording.body).includes(text),
  );
  return { body: found?.body };
}

/** A real CloudStack's recorded answers. */
const REAL: Commands = {
  listZones: () => recorded("listZones"),
  listServiceOfferings: () => recorded("listServiceOfferings"),
  listTemplates: () => recorded("listTemplates"),
  listDiskOfferings: () => recorded("listDiskOfferings"),
  listNetworkOfferings: () => recorded("listNetworkOfferings"),
  listCapabilities: () => recorded("listCapabilities"),
  listVirtualMachines: () => recorded("listVirtualMachines", MACHINE),
  listVolumes: () => recorded("listVolumes"),
  listApis: () => ({
    body: {
      listapisresponse: { api: [...new Set([...recordedApiNames(), ...NEEDED_COMMANDS])].map((name) => ({ name })) },
    },
  }),
};

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

test("sees the recorded machine with the sum of its recorded disks", async () => {
  const server = await startReplayedCloudstack(REAL);

  const observed = await open(server).observeInstances([MACHINE]);

  expect(observed).toEqual([
    {
      instanceId: MACHINE,
      name: "vm1",
      vcpu: 1,
      memoryMib: 512,
      offering: "Small Instance",
      diskGib: 7,
      privateAddresses: ["10.1.1.207"],
      publicAddress: null,
      powerState: "running",
      cloudStatus: "Running",
    },
  ]);
  expect(server.seen.map(({ query }) => query.get("command")).sort()).toEqual(["listVirtualMachines", "listVolumes"]);
});

test.each([
  ['"publicip":', "running", "Running"],
  ['"state":"Stopped"', "stopped", "Stopped"],
  ['"state":"Stopping"', "stopping", "Stopping"],
  ['"state":"Error"', "error", "Error"],
])("reads recorded machines with %s as %s", async (text, powerState, cloudStatus) => {
  const answer = recorded("listVirtualMachines", text);
  const { virtualmachine } = (
    answer.body as {
      listvirtualmachinesresponse: { virtualmachine: { id: string; state: string; publicip?: string }[] };
    }
  ).listvirtualmachinesresponse;
  const wanted = virtualmachine.find(({ state }) => state === cloudStatus);
  const client = open(await startReplayedCloudstack({ ...REAL, listVirtualMachines: () => answer }));

  const [machine] = await client.observeInstances([wanted?.id ?? ""]);

  expect(machine).toMatchObject({ powerState, cloudStatus, publicAddress: wanted?.publicip ?? null });
});

test("calls a destroyed machine absent although it is listed until it is expunged", async () => {
  const virtualmachine = [{ id: "a", name: "a", state: "Destroyed" }];
  const client = open(
    await startReplayedCloudstack({
      ...REAL,
      listVirtualMachines: () => ({ body: { listvirtualmachinesresponse: { count: 1, virtualmachine } } }),
    }),
  );

  expect(await client.observeInstances(["a"])).toMatchObject([{ powerState: "absent", cloudStatus: "Destroyed" }]);
});

test("asks for many machines at once, and one by one when one id was never known there", async () => {
  const unknown = "Invalid parameter ids value=never due to incorrect long value format, or entity does not exist";
  const listVirtualMachines = (params: URLSearchParams) => {
    const asked = (params.get("ids") ?? params.get("id") ?? "").split(",");
    if (asked.includes("never")) {
      const refusal = { uuidList: [], errorcode: 431, cserrorcode: 9999, errortext: unknown };
      return { status: 431, body: { listvirtualmachinesresponse: refusal } };
    }
    const virtualmachine = asked.filter((id) => id !== "foreign").map((id) => ({ id, name: id, state: "Running" }));
    return { body: { listvirtualmachinesresponse: virtualmachine.length === 0 ? {} : { count: 1, virtualmachine } } };
  };
  const server = await startReplayedCloudstack({ ...REAL, listVirtualMachines });
  const client = open(server, { projectId: "p-1" });

  const together = await client.observeInstances(["a", "b"]);
  const separate = await client.observeInstances(["a", "never", "foreign", "b"]);

  expect(together.map(({ instanceId }) => instanceId)).toEqual(["a", "b"]);
  expect(separate.map(({ instanceId }) => instanceId)).toEqual(["a", "b"]);
  expect(server.seen.every(({ query }) => query.get("projectid") === "p-1")).toBe(true);
});

test("keeps the other facts when the volume list is refused, and asks nothing for no machines", async () => {
  const refusal = { uuidList: [], errorcode: 432, errortext: "not available for the account" };
  const server = await startReplayedCloudstack({
    ...REAL,
    listVolumes: () => ({ status: 432, body: { listvolumesresponse: refusal } }),
  });
  const client = open(server);

  expect(await client.observeInstances([MACHINE])).toMatchObject([{ vcpu: 1, diskGib: null }]);
  server.seen.length = 0;
  expect(await client.observeInstances([])).toEqual([]);
  expect(server.seen).toEqual([]);
});

test("passes every step against the recorded cloud", async () => {
  const steps = await open(await startReplayedCloudstack(REAL)).testConnection();

  expect(steps.map(({ step, ok }) => [step, ok])).toEqual([
    ["address", true],
    ["tls", true],
    ["version", true],
    ["authentication", true],
    ["zone", true],
    ["permissions", true],
    ["catalog", true],
  ]);
  expect(steps.at(-1)).toMatchObject({
    detail: expect.stringMatching(/^2 service offerings, \d templates \(\d recognized\), 4 disk offerings/),
  });
});

test("verifies a private certificate itself and says that the provider does not (C11)", async () => {
  const { caCertificate, server: tls } = await makePrivateAuthority();

  const trusted = await open(await startReplayedCloudstack(REAL, { tls }), { caCertificate }).testConnection();
  const untrusted = await open(await startReplayedCloudstack(REAL, { tls })).testConnection();

  expect(trusted.every(({ ok }) => ok)).toBe(true);
  expect(trusted[1]).toMatchObject({ step: "tls", remedy: expect.stringContaining("does not check certificates") });
  expect(untrusted.at(-1)).toMatchObject({ step: "tls", ok: false, remedy: expect.stringContaining("caCertificate") });
});

test("stops at the key and says what to do", async () => {
  const credentials = { apiKey: "canary-other", secretKey: "canary-secret" };

  const steps = await open(await startReplayedCloudstack(REAL), { credentials }).testConnection();

  expect(steps.map(({ step, ok }) => [step, ok])).toEqual([
    ["address", true],
    ["tls", true],
    ["version", true],
    ["authentication", false],
  ]);
  expect(steps.at(-1)?.remedy).toMatch(/credentials/);
  expect(JSON.stringify(steps)).not.toContain("canary");
});

test("names the zones there are when the registered one is not among them", async () => {
  const steps = await open(await startReplayedCloudstack(REAL), { zone: "Mars" }).testConnection();

  expect(steps.at(-1)).toEqual({
    step: "zone",
    ok: false,
    detail: "There is no zone Mars; this account sees Sandbox-simulator.",
    remedy: "Register one of: Sandbox-simulator.",
  });
});

test.each([
  ["is a basic zone", { networktype: "Basic" }],
  ["works with security groups", { networktype: "Advanced", securitygroupsenabled: true }],
])("refuses a zone that %s, because it has no isolated networks", async (reason, kind) => {
  const zone = [{ id: ID, name: "Sandbox-simulator", allocationstate: "Enabled", ...kind }];
  const commands = { ...REAL, listZones: () => ({ body: { listzonesresponse: { count: 1, zone } } }) };

  const steps = await open(await startReplayedCloudstack(commands)).testConnection();

  expect(steps.at(-1)).toMatchObject({
    step: "zone",
    ok: false,
    detail: expect.stringContaining(reason),
    remedy: "Register an advanced zone without security groups.",
  });
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

test("names every command that the role may not call but the provider needs", async () => {
  const api = NEEDED_COMMANDS.filter((name) => name !== "enableStaticNat" && name !== "createTags").map((name) => ({
    name,
  }));
  const commands = { ...REAL, listApis: () => ({ body: { listapisresponse: { count: api.length, api } } }) };

  const steps = await open(await startReplayedCloudstack(commands)).testConnection();

  expect(steps.at(-1)).toMatchObject({
    step: "permissions",
    ok: false,
    detail: "The account's role may not call createTags, enableStaticNat.",
  });
});

test("checks the project and tells another program at the address from CloudStack", async () => {
  const commands = { ...REAL, listProjects: () => ({ body: { listprojectsresponse: {} } }) };
  const noProject = await open(await startReplayedCloudstack(commands), { projectId: "p-9" }).testConnection();
  const other = await open(
    await startScriptedServer(() => ({ status: 404, body: { message: "?", code: 1 } })),
  ).testConnection();
  const page = await open(
    await startScriptedServer(() => ({ headers: { "content-type": "text/html" }, body: "<html>" })),
  ).testConnection();

  expect(noProject.at(-1)).toMatchObject({ step: "project", ok: false });
  expect(other.at(-1)).toMatchObject({ step: "version", ok: false, remedy: expect.stringContaining("/client/api") });
  expect(page.at(-1)).toMatchObject({ step: "version", ok: false, detail: expect.stringContaining("a web page came") });
});

test("is not opened for a cloud of the other kind", () => {
  const openClient = makeOpenCloudstackClient({ words: catalogWords, clock: { now: () => new Date() } });

  expect(() => openClient(ID, sampleOpenstack())).toThrow(/not a CloudStack/);
});

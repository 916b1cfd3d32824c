/** The synthesized CloudStack stack through the real engine and the real provider, on the sandbox cloud. */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { SANDBOX_CREDENTIALS } from "../../sandbox/cloudstack/seed/credentials.ts";
import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { makeOpenCloudstackClient } from "../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { catalogWords } from "../../src/cloud/index.ts";
import { CloudRegistration, type CloudstackSitePlan, SiteOutputs } from "../../src/contract/index.ts";
import { cloudstackSitePlan } from "../_fixtures/site-plans/cloudstack-site-plan.ts";
import { synth } from "./_synth.ts";
import { openTerraformFolder, type TerraformFolder } from "./_terraform-folder.ts";

jest.setTimeout(300_000);

let sandbox: Awaited<ReturnType<typeof startCloudstackSandbox>>;
let terraform: TerraformFolder;
let basis: Partial<CloudstackSitePlan>;
let otherOffering: CloudstackSitePlan["serviceOffering"];

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant" });
  terraform = await openTerraformFolder({
    CLOUDSTACK_API_URL: sandbox.apiUrl,
    CLOUDSTACK_API_KEY: SANDBOX_CREDENTIALS.admin.apiKey,
    CLOUDSTACK_SECRET_KEY: SANDBOX_CREDENTIALS.admin.secretKey,
  });
  basis = await choicesOfTheSandbox();
});
afterAll(async () => {
  await terraform.close();
  await sandbox.close();
});

/** Ids of the sandbox where the fixture has made-up ones. */
async function choicesOfTheSandbox(): Promise<Partial<CloudstackSitePlan>> {
  const registration = CloudRegistration.parse({
    kind: "cloudstack",
    name: "sandbox",
    apiUrl: sandbox.apiUrl,
    zone: "sandbox-zone",
    credentials: SANDBOX_CREDENTIALS.admin,
  });
  const open = makeOpenCloudstackClient({ words: catalogWords, clock: { now: () => new Date() } });
  const catalog = await open("c3a1b7d2-6d0e-4a53-9f7b-0e6f0f4a2002", registration).readCatalog();
  if (catalog.kind !== "cloudstack") throw new Error("expected the catalog of a CloudStack");
  const [offering, other] = catalog.offerings.filter(({ custom }) => custom === null).map(idAndName);
  otherOffering = { ...found(other), custom: null };
  const image = found(catalog.images.find(({ os }) => os?.family === "ubuntu"));
  const diskOffering = idAndName(found(catalog.volumeTypes.find(({ customSize }) => customSize)));
  const networkOffering = found(catalog.networkOfferings.find((one) => one.sourceNat && one.staticNat && !one.forVpc));
  return {
    zone: catalog.zone,
    expunge: catalog.mayExpunge,
    serviceOffering: { ...found(offering), custom: null },
    template: idAndName(image),
    volumes: ["content", "archive"].map((name, index) => ({ name, sizeGib: 5 + index, diskOffering })),
    network: {
      kind: "own",
      cidr: "10.42.0.0/24",
      networkOffering: idAndName(networkOffering),
      egressDefaultAllow: networkOffering.egressDefaultAllow,
    },
  };
}
function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the sandbox does not offer what the test needs");
  return value;
}
function idAndName({ id, name }: { id: string; name: string }): { id: string; name: string } {
  return { id, name };
}
function stack(changes: Partial<CloudstackSitePlan> = {}): string {
  return synth(cloudstackSitePlan({ ...basis, ...changes })).text;
}

test("makes everything at once, with outputs of the contract and an empty second plan", async () => {
  const outputs = SiteOutputs.parse(await terraform.apply(stack()));

  expect(outputs.instance_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(outputs.private_address).toMatch(/^10\.42\.0\./);
  expect(outputs.public_address).toMatch(/^198\.51\.100\./);
  expect(Object.keys(outputs.volume_ids)).toEqual(["archive", "content"]);
  expect(await terraform.plan(stack())).toEqual([]);
});

test("changes only the instance's tags for a new revision, and nothing for a machine that is to be stopped", async () => {
  expect(await terraform.plan(stack({ revision: 4 }))).toEqual(["update cloudstack_instance.machine_instance"]);
  expect(await terraform.plan(stack({ machine: "stopped" }))).toEqual([]);
});

test("opens a port and grows a disk in place", async () => {
  const volumes = basis.volumes?.map((volume, index) => (index === 0 ? { ...volume, sizeGib: 9 } : volume)) ?? [];
  const rule = {
    key: "tcp-443",
    protocol: "tcp" as const,
    fromPort: 443,
    toPort: 443,
    source: "0.0.0.0/0",
    description: "",
  };
  const changed = stack({ volumes, firewallRules: [...cloudstackSitePlan().firewallRules, rule] });

  expect(await terraform.plan(changed)).toEqual([
    "update cloudstack_disk.machine_disk_content",
    "update cloudstack_firewall.address_firewall",
  ]);
  await terraform.apply(changed);
  expect(await terraform.plan(changed)).toEqual([]);
  basis = { ...basis, volumes };
});

test("replaces the machine for a changed first boot and leaves no rule behind", async () => {
  await terraform.apply(stack());
  const userData = { encoding: "plain" as const, content: "#cloud-config\npackages: [nginx]\n", rawBytes: 32 };
  const changed = stack({ userData });

  const planned = await terraform.plan(changed);
  const outputs = SiteOutputs.parse(await terraform.apply(changed));

  expect(planned).toEqual(
    expect.arrayContaining([
      "delete,create cloudstack_firewall.address_firewall",
      "delete,create cloudstack_instance.machine_instance",
      "delete,create cloudstack_static_nat.address_static_nat",
    ]),
  );
  expect(planned.filter((change) => /network|ipaddress|egress/.test(change))).toEqual([]);
  expect(Object.keys(outputs.volume_ids)).toEqual(["archive", "content"]);
  expect(await terraform.plan(changed)).toEqual([]);
});

test("turns into a pilot light that keeps its address, and into a machine again", async () => {
  const before = SiteOutputs.parse(await terraform.apply(stack()));
  const pilotLight = SiteOutputs.parse(await terraform.apply(stack({ machine: "absent" })));

  expect(pilotLight).toMatchObject({ instance_id: null, volume_ids: {}, public_address: before.public_address });
  expect(await terraform.plan(stack({ machine: "absent" }))).toEqual([]);

  const after = SiteOutputs.parse(await terraform.apply(stack()));

  expect(after).toMatchObject({ network_id: before.network_id, public_address: before.public_address });
  expect(after.instance_id).not.toBe(before.instance_id);
  expect(await terraform.plan(stack())).toEqual([]);
});

test("destroys everything", async () => {
  await terraform.destroy();

  const fresh = await terraform.plan(stack());

  expect(fresh.every((change) => change.startsWith("create "))).toBe(true);
  expect(fresh).toHaveLength(9);
});

test("replaces the machine of an account that may not expunge, and says later why its network stays (C9)", async () => {
  const folder = await openTerraformFolder({
    CLOUDSTACK_API_URL: sandbox.apiUrl,
    CLOUDSTACK_API_KEY: SANDBOX_CREDENTIALS.demo.apiKey,
    CLOUDSTACK_SECRET_KEY: SANDBOX_CREDENTIALS.demo.secretKey,
  });
  const ours = { expunge: false, volumes: basis.volumes?.slice(0, 1) ?? [] };
  const userData = { encoding: "plain" as const, content: "#cloud-config\npackages: [nginx]\n", rawBytes: 32 };
  const changed = stack({ ...ours, revision: 4, userData });
  const before = SiteOutputs.parse(await folder.apply(stack({ ...ours, revision: 3 })));

  const after = SiteOutputs.parse(await folder.apply(changed));
  const planned = await folder.plan(changed);
  const destroyed = await folder.destroy().then(
    () => "",
    (error: Error) => error.message,
  );
  await folder.close();

  expect(after.instance_id).not.toBe(before.instance_id);
  expect(after).toMatchObject({ network_id: before.network_id, public_address: before.public_address });
  expect(planned).toEqual([]);
  expect(destroyed).toMatch(/Failed to delete network/);
});

test("makes a stopped standby without booting it, and leaves it alone when its size changes", async () => {
  const stopped = stack({ machine: "stopped" });
  const outputs = SiteOutputs.parse(await terraform.apply(stopped));

  expect(outputs.public_address).toMatch(/^198\.51\.100\./);
  expect(await terraform.plan(stopped)).toEqual([]);
  expect(await terraform.plan(stack({ machine: "stopped", serviceOffering: otherOffering }))).toEqual([]);
  expect(await terraform.plan(stack({ machine: "running", serviceOffering: otherOffering }))).toEqual([
    "update cloudstack_instance.machine_instance",
  ]);
  await terraform.destroy();
});

/** The synthesized OpenStack stack through the real engine and the real provider, on the sandbox cloud. */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { startOpenstackSandbox } from "../../sandbox/openstack/start-openstack-sandbox.ts";
import { makeOpenOpenstackClient } from "../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords } from "../../src/cloud/index.ts";
import { CloudRegistration, type OpenstackSitePlan, SiteOutputs } from "../../src/contract/index.ts";
import { openstackSitePlan } from "../_fixtures/site-plans/openstack-site-plan.ts";
import { synth } from "./_synth.ts";
import { openTerraformFolder, type TerraformFolder } from "./_terraform-folder.ts";

jest.setTimeout(300_000);

let sandbox: Awaited<ReturnType<typeof startOpenstackSandbox>>;
let terraform: TerraformFolder;
let basis: Partial<OpenstackSitePlan>;

beforeAll(async () => {
  sandbox = await startOpenstackSandbox({ port: 0, latency: "instant" });
  terraform = await openTerraformFolder({
    OS_AUTH_URL: sandbox.authUrl,
    OS_USERNAME: "demo",
    OS_PASSWORD: "demo",
    OS_PROJECT_NAME: "demo",
    OS_DOMAIN_NAME: "Default",
  });
  basis = await choicesOfTheSandbox();
});
afterAll(async () => {
  await terraform.close();
  await sandbox.close();
});

/** Ids of the sandbox where the fixture has made-up ones. */
async function choicesOfTheSandbox(): Promise<Partial<OpenstackSitePlan>> {
  const registration = CloudRegistration.parse({
    kind: "openstack",
    name: "sandbox",
    authUrl: sandbox.authUrl,
    credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
  });
  const open = makeOpenOpenstackClient({ words: catalogWords, clock: { now: () => new Date() } });
  const catalog = await open("c3a1b7d2-6d0e-4a53-9f7b-0e6f0f4a1001", registration).readCatalog();
  if (catalog.kind !== "openstack") throw new Error("expected the catalog of an OpenStack");
  const [first, second] = catalog.offerings.filter(({ vcpu }) => vcpu <= 2);
  return {
    flavor: idAndName(found(first ?? second)),
    image: idAndName(found(catalog.images.find(({ os }) => os?.family === "ubuntu"))),
    externalNetwork: idAndName(found(catalog.externalNetworks[0])),
    volumes: ["content", "archive"].map((name, index) => ({ name, sizeGib: 5 + index, volumeType: null })),
  };
}
function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the sandbox does not offer what the test needs");
  return value;
}
function idAndName({ id, name }: { id: string; name: string }): { id: string; name: string } {
  return { id, name };
}
function stack(changes: Partial<OpenstackSitePlan> = {}): string {
  return synth(openstackSitePlan({ ...basis, ...changes })).text;
}

test("makes everything at once, with outputs of the contract and an empty second plan", async () => {
  const outputs = SiteOutputs.parse(await terraform.apply(stack()));

  expect(outputs.instance_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(outputs.private_address).toMatch(/^10\.42\.0\./);
  expect(outputs.public_address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  expect(outputs.root_volume_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(Object.keys(outputs.volume_ids)).toEqual(["archive", "content"]);
  expect(await terraform.plan(stack())).toEqual([]);
});

test("changes only the instance's tags for a new revision", async () => {
  expect(await terraform.plan(stack({ revision: 4 }))).toEqual([
    "update openstack_compute_instance_v2.machine_instance",
  ]);
});

test("opens a port and grows disks in place", async () => {
  const volumes = basis.volumes?.map((volume, index) => (index === 0 ? { ...volume, sizeGib: 9 } : volume)) ?? [];
  const rule = {
    key: "tcp-443",
    protocol: "tcp" as const,
    fromPort: 443,
    toPort: 443,
    source: "0.0.0.0/0",
    description: "",
  };
  const changed = stack({ volumes, rootDiskGib: 30, firewallRules: [...openstackSitePlan().firewallRules, rule] });

  expect(await terraform.plan(changed)).toEqual([
    "create openstack_networking_secgroup_rule_v2.access_ingress_tcp_443",
    "update openstack_blockstorage_volume_v3.machine_root",
    "update openstack_blockstorage_volume_v3.machine_volume_content",
  ]);
  await terraform.apply(changed);
  expect(await terraform.plan(changed)).toEqual([]);
  basis = { ...basis, volumes, rootDiskGib: 30 };
});

test("stops and starts the machine in place", async () => {
  await terraform.apply(stack());
  const stopped = stack({ machine: "stopped" });

  expect(await terraform.plan(stopped)).toEqual(["update openstack_compute_instance_v2.machine_instance"]);
  await terraform.apply(stopped);
  expect(await terraform.plan(stopped)).toEqual([]);
  await terraform.apply(stack());
  expect(await terraform.plan(stack())).toEqual([]);
});

test("boots anew from the same root volume for a changed first boot", async () => {
  const userData = { encoding: "plain" as const, content: "#cloud-config\npackages: [nginx]\n", rawBytes: 32 };
  const before = SiteOutputs.parse(await terraform.apply(stack()));
  const changed = stack({ userData });

  const planned = await terraform.plan(changed);
  const after = SiteOutputs.parse(await terraform.apply(changed));

  expect(planned).toContain("delete,create openstack_compute_instance_v2.machine_instance");
  expect(planned.filter((change) => change.includes("blockstorage"))).toEqual([]);
  expect(after).toMatchObject({ root_volume_id: before.root_volume_id, volume_ids: before.volume_ids });
  expect(after.instance_id).not.toBe(before.instance_id);
  expect(await terraform.plan(changed)).toEqual([]);
});

test("turns into a pilot light that keeps its addresses, and into a machine again", async () => {
  const before = SiteOutputs.parse(await terraform.apply(stack()));
  const pilotLight = SiteOutputs.parse(await terraform.apply(stack({ machine: "absent" })));

  const kept = { private_address: before.private_address, public_address: before.public_address };
  expect(pilotLight).toMatchObject({ ...kept, instance_id: null, root_volume_id: null, volume_ids: {} });
  expect(await terraform.plan(stack({ machine: "absent" }))).toEqual([]);

  expect(SiteOutputs.parse(await terraform.apply(stack()))).toMatchObject(kept);
  expect(await terraform.plan(stack())).toEqual([]);
});

test("destroys everything", async () => {
  await terraform.destroy();

  const fresh = await terraform.plan(stack());

  expect(fresh.every((change) => change.startsWith("create "))).toBe(true);
  expect(fresh).toHaveLength(20);
});

test("makes a stopped standby behind a port that is down, and raises it in place", async () => {
  const stopped = stack({ role: "standby", machine: "stopped" });
  await terraform.apply(stopped);

  expect(await terraform.plan(stopped)).toEqual([]);
  expect(await terraform.plan(stack({ role: "standby", machine: "running" }))).toEqual([
    "update openstack_compute_instance_v2.machine_instance",
    "update openstack_networking_port_v2.port",
  ]);
  await terraform.destroy();
});

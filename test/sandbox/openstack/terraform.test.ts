import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Probe } from "../../../tools/openstack-shapes/probe.ts";
import { act, serverStatus, startCloud, type TestCloud } from "./a-cloud.ts";
import { makeTerraformStack, type TerraformStack } from "./terraform-stack.ts";
import { WHOLE_MACHINE } from "./whole-machine.ts";

let cloud: TestCloud;
let stack: TerraformStack;

beforeAll(async () => {
  cloud = await startCloud();
  stack = makeTerraformStack(cloud.authUrl);
  stack.write(WHOLE_MACHINE);
  expect(await stack.run("init", "-no-color")).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  await cloud.close();
  stack.remove();
});

async function theServer(probe: Probe): Promise<Record<string, unknown>> {
  const { json } = await probe.call("compute", "GET", "/servers/detail", { microversion: "2.26" });
  const [server] = json["servers"] as Record<string, unknown>[];
  if (server === undefined) throw new Error("there is no server");
  return server;
}

async function volumeSizes(probe: Probe): Promise<Record<string, number>> {
  const { json } = await probe.call("volume", "GET", "/volumes/detail");
  return Object.fromEntries(
    (json["volumes"] as { name: string; size: number }[]).map(({ name, size }) => [name, size]),
  );
}

/** What a tenant's listings hold, without what the cloud itself brought. */
async function leftovers(probe: Probe): Promise<Record<string, number>> {
  const count = async (service: "compute" | "network" | "volume", path: string, key: string) =>
    ((await probe.call(service, "GET", path)).json[key] as unknown[]).length;
  return {
    servers: await count("compute", "/servers", "servers"),
    keypairs: await count("compute", "/os-keypairs", "keypairs"),
    networks: await count("network", "/networks?router:external=false", "networks"),
    subnets: await count("network", "/subnets", "subnets"),
    routers: await count("network", "/routers", "routers"),
    ports: await count("network", "/ports", "ports"),
    floatingips: await count("network", "/floatingips", "floatingips"),
    groups: await count("network", "/security-groups?name=tf-group", "security_groups"),
    volumes: await count("volume", "/volumes", "volumes"),
  };
}

const CHANGED = { flavor: "m1.medium", data_gib: "8", port: "8443", note: "second" };

test("makes a whole machine through the real provider, and the second plan is empty", async () => {
  await stack.apply();
  const second = await stack.plan();

  expect(second).toMatchObject({ exitCode: 0 });
  expect(await theServer(cloud.demo)).toMatchObject({
    status: "ACTIVE",
    image: "",
    metadata: { note: "first" },
    tags: expect.arrayContaining(["owner", "first"]),
    config_drive: "True",
  });
});

test("changes flavor, volume size, rules, metadata and tags in place, and is done after one apply", async () => {
  const before = await theServer(cloud.demo);

  const output = await stack.apply(CHANGED);
  const second = await stack.plan(CHANGED);

  const after = await theServer(cloud.demo);
  expect(second).toMatchObject({ exitCode: 0 });
  expect(output).toContain("Resources: 1 added, 2 changed, 1 destroyed");
  expect(after["id"]).toBe(before["id"]);
  expect(after).toMatchObject({ flavor: { id: "3" }, metadata: { note: "second" } });
  expect(await volumeSizes(cloud.demo)).toEqual({ "tf-root": 10, "tf-data": 8 });
});

test("switches the machine off and on, with nothing left to do after each", async () => {
  await stack.apply({ ...CHANGED, power: "shutoff" });
  const off = [(await theServer(cloud.demo))["status"], (await stack.plan({ ...CHANGED, power: "shutoff" })).exitCode];
  await stack.apply(CHANGED);
  const on = [(await theServer(cloud.demo))["status"], (await stack.plan(CHANGED)).exitCode];

  expect([off, on]).toEqual([
    ["SHUTOFF", 0],
    ["ACTIVE", 0],
  ]);
});

test("O2: a machine stopped behind Terraform's back is started again by the next apply", async () => {
  const id = String((await theServer(cloud.demo))["id"]);
  await act(cloud.demo, id, { "os-stop": null });
  await serverStatus(cloud.demo, id);

  const plan = await stack.plan(CHANGED);
  await stack.apply(CHANGED);

  expect(plan.exitCode).toBe(2);
  expect(plan.output).toMatch(/power_state\s+= "shutoff" -> "active"/);
  expect(await serverStatus(cloud.demo, id)).toBe("ACTIVE");
});

test("O3: a status outside the provider's list breaks the plan", async () => {
  const id = String((await theServer(cloud.demo))["id"]);
  await act(cloud.demo, id, { suspend: null });
  await serverStatus(cloud.demo, id);

  const broken = await stack.plan(CHANGED);
  await act(cloud.demo, id, { resume: null });
  await serverStatus(cloud.demo, id);
  const healed = await stack.plan(CHANGED);

  expect(broken.exitCode).toBe(1);
  expect(broken.output).toContain("Invalid power_state");
  expect(healed.exitCode).toBe(0);
});

test("destroys everything it made", async () => {
  const answer = await stack.run("destroy", "-auto-approve", "-no-color");

  expect(answer.output).toContain("Destroy complete!");
  const left = await leftovers(cloud.demo);
  expect(Object.values(left).every((count) => count === 0) || left).toBe(true);
});

test("O1: another image for an image-booted machine is planned as an update and rebuilds its disk", async () => {
  stack.write(`
variable "image" { default = "Debian 12" }
data "openstack_images_image_v2" "image" { name = var.image }
resource "openstack_compute_instance_v2" "machine" {
  name         = "rebuilt"
  flavor_name  = "m1.small"
  image_id     = data.openstack_images_image_v2.image.id
  network_mode = "none"
}`);
  await stack.apply();
  const id = String((await theServer(cloud.demo))["id"]);

  const plan = await stack.plan({ image: "Debian 13" });
  await stack.apply({ image: "Debian 13" });

  const actions = (await cloud.demo.call("compute", "GET", `/servers/${id}/os-instance-actions`)).json[
    "instanceActions"
  ];
  expect(plan.output).toContain("0 to add, 1 to change, 0 to destroy");
  expect((actions as { action: string }[]).map((one) => one.action)).toEqual(["rebuild", "create"]);
  expect((await theServer(cloud.demo))["id"]).toBe(id);
});

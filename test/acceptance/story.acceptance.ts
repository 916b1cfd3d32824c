/** A machine's whole life on a real OpenStack, told at the command line: what CI tells in each run. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { killEngineWhen, serverStatus } from "./_bed/kill-engine.ts";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { rawTerraform } from "./_bed/raw-terraform.ts";
import { ofDemo, registration } from "./_bed/registration.ts";
import { repaired } from "./_bed/repaired.ts";
import { TEST_BED } from "./_bed/test-bed.ts";

let story: Story;

beforeAll(async () => {
  story = await openStory({ title: "a machine's life" });
});
afterAll(async () => {
  await story?.close();
});

function shop(size: string, ports: string): string {
  return `
name: shop
profile: small-web-server
hardware: { ${size} }
network: { openPorts: [${ports}] }
access: { generateKeyPair: true }
placement: { main: real, standby: { mode: off } }
`;
}

// One story in steps: each test goes on where the one before stopped.
test("a wrong password is refused and nothing is registered", async () => {
  const file = await story.write("wrong.json", registration("wrong", ofDemo("wrong")));

  const end = await story.twinstack("clouds", "add", file);

  expect(end.code).not.toBe(0);
  expect(end.err).toContain("does not accept the password of demo");
  expect((await story.twinstack("clouds", "list")).out).not.toContain("wrong");
});

test("the cloud is registered, its connection is explained, and vendors' image names are recognized", async () => {
  const file = await story.write("real.json", registration());

  const added = await story.twinstack("clouds", "add", file);
  const tested = await story.twinstack("clouds", "test", "real");
  const catalog = await story.twinstack("clouds", "catalog", "real");

  expect(added).toMatchObject(DONE);
  expect(tested).toMatchObject(DONE);
  expect(tested.out).not.toContain("failed");
  expect(catalog.out).toMatch(/Noble Numbat\)\s+ubuntu 24\.04/);
  expect(catalog.out).toMatch(/debian-12-genericcloud\S+\s+debian 12/);
  expect(`${added.out}${tested.out}`).not.toContain(TEST_BED.password);
});

test("Terraform killed in the first apply: repair finds what is there and puts it right, and the second plan is empty", async () => {
  await story.submitted("shop", shop("vcpu: 1, memoryGib: 1, rootDiskGib: 10", "{port: 80}"));
  const applying = story.twinstack("apply", "shop", "--yes", "--confirm", "shop");
  await killEngineWhen(story, async () => (await serverStatus("shop")) !== undefined);
  expect((await applying).code).not.toBe(0);

  const found = await repaired(story, "shop", "Terraform killed when Nova had the server");

  expect(found.length).toBeGreaterThan(0);
});

test("the list shows the cloud's own facts", async () => {
  const machine = await story.machine("shop");
  const listed = await story.twinstack("list");
  expect(machine).toMatchObject({ powerState: "running", vcpu: 2, memoryMib: 1024, diskGib: 10, stale: false });
  expect(listed.out).toContain(machine?.publicAddress);
  const demo = await logIn("demo");
  const { server } = await demo.request<{ server: object }>("compute", "GET", `/servers/${machine?.instanceId}`);
  expect(server).toMatchObject({ name: "shop", status: "ACTIVE" });
  expect(JSON.stringify(server)).toContain(machine?.publicAddress);
});

test("size and ports change in place, and the machine stays the same", async () => {
  const before = await story.machine("shop");
  const ports = "{port: 443}, {port: 8000-8010, protocol: udp, source: 10.0.0.0/8}, {protocol: icmp}";
  await story.submitted("shop", shop("vcpu: 3, memoryGib: 2, rootDiskGib: 12", ports));

  await story.applied("shop");

  const after = await story.machine("shop");
  expect(after).toMatchObject({ vcpu: 4, memoryMib: 2048, diskGib: 12, powerState: "running" });
  expect(after?.instanceId).toBe(before?.instanceId);
  expect(after?.publicAddress).toBe(before?.publicAddress);
});

test("stop, start and reboot reach Nova, and a plan says what a stop by hand means", async () => {
  const power = (verb: string, ...flags: string[]) => story.twinstack("machine", verb, "shop", "--yes", ...flags);

  expect(await power("stop")).toMatchObject(DONE);
  expect(await serverStatus("shop")).toBe("SHUTOFF");
  expect((await story.twinstack("diff", "shop")).out).toContain('Starts the machine "shop"');
  expect(await power("start")).toMatchObject(DONE);
  expect(await serverStatus("shop")).toBe("ACTIVE");
  expect(await power("reboot")).toMatchObject(DONE);
  expect(await power("reboot", "--hard")).toMatchObject(DONE);

  expect(await serverStatus("shop")).toBe("ACTIVE");
  const actions = await story.twinstack("machine", "actions", "shop");
  expect(actions.out.match(/\bdone\b/g)).toHaveLength(4);
  expect(await story.twinstack("diff", "shop", "--exit-code")).toMatchObject(DONE);
});

test("plain Terraform finds nothing to change on the exported files", async () => {
  const folder = join(story.folder, "exported");
  expect(await story.twinstack("export", "shop", "--output", folder, "--with-state")).toMatchObject(DONE);

  await rawTerraform(join(folder, "openstack"), "init");
  const planned = await rawTerraform(join(folder, "openstack"), "plan");

  expect(planned).toContain("No changes.");
});

test("destroy leaves the project as it was before", async () => {
  await story.gone("shop");

  expect(await story.left()).toEqual(story.before);
});

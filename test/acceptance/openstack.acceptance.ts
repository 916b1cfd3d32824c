/** The whole story of a machine on a real OpenStack, whose twin is on the sandbox CloudStack, told at the command line. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";
import { openStory, registration, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { takeInventory } from "./_bed/take-inventory.ts";
import { TEST_BED } from "./_bed/test-bed.ts";

const execute = promisify(execFile);
const DONE = { code: 0 };
let story: Story;

beforeAll(async () => {
  story = await openStory();
});
afterAll(async () => {
  await story?.close();
});

/** A machine on the real cloud with everything a person changes over time. */
function webServer(size: string, ports: string, volumes: string): string {
  return `
name: shop
profile: small-web-server
hardware: { ${size}, volumes: [${volumes}] }
network: { openPorts: [${ports}] }
access: { generateKeyPair: true }
placement: { main: real, standby: { cloud: sandbox-cloudstack, mode: running } }
`;
}

function standby(mode: string): string {
  return `
name: twin
profile: blank
software: { os: { family: debian, version: "12" } }
access: { generateKeyPair: true }
placement: { main: sandbox-cloudstack, standby: { cloud: real, mode: ${mode} } }
`;
}

async function applied(name: string): Promise<void> {
  const end = await story.twinstack("apply", name, "--yes", "--confirm", name);
  expect(end).toMatchObject(DONE);
  expect(await story.twinstack("diff", name, "--exit-code")).toMatchObject(DONE);
}

// One story in steps: each test goes on where the one before stopped.
test("a wrong password is refused and nothing is registered", async () => {
  const credentials = { type: "password", username: "demo", password: "wrong", projectName: "demo" } as const;
  const file = await story.write("wrong.json", registration("wrong", credentials));

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

test("one file becomes two running machines, and the second plan is empty", async () => {
  const file = await story.write("shop.yaml", webServer("vcpu: 1, memoryGib: 1, rootDiskGib: 10", "{port: 80}", ""));

  expect(await story.twinstack("submit", file)).toMatchObject(DONE);
  await applied("shop");

  const demo = await logIn("demo");
  const machine = await story.machine("shop");
  expect(machine).toMatchObject({ powerState: "running", vcpu: 2, memoryMib: 1024, diskGib: 10, stale: false });
  const { server } = await demo.request<{ server: object }>("compute", "GET", `/servers/${machine?.instanceId}`);
  expect(server).toMatchObject({ name: "shop", status: "ACTIVE" });
  expect(JSON.stringify(server)).toContain(machine?.publicAddress);
});

test("size, ports, system disk and volumes change in place, and the machine stays the same", async () => {
  const before = await story.machine("shop");
  const ports = "{port: 443}, {port: 8000-8010, protocol: udp, source: 10.0.0.0/8}, {protocol: icmp}";
  const grown = webServer("vcpu: 3, memoryGib: 2, rootDiskGib: 12", ports, "{name: store, sizeGib: 5}");
  const more = grown.replace("sizeGib: 5}", "sizeGib: 7}, {name: extra, sizeGib: 2}");

  for (const [name, text] of Object.entries({ "grown.yaml": grown, "more.yaml": more })) {
    expect(await story.twinstack("submit", await story.write(name, text))).toMatchObject(DONE);
    await applied("shop");
  }

  const after = await story.machine("shop");
  expect(after).toMatchObject({ vcpu: 4, memoryMib: 2048, diskGib: 12 + 7 + 2, powerState: "running" });
  expect(after?.instanceId).toBe(before?.instanceId);
  expect(after?.publicAddress).toBe(before?.publicAddress);
});

test("plain Terraform finds nothing to change on the exported files", async () => {
  const folder = join(story.folder, "exported");
  expect(await story.twinstack("export", "shop", "--output", folder, "--with-state")).toMatchObject(DONE);
  const env = { ...terraformEnv(), ...openstackVariables() };
  const options = { cwd: join(folder, "openstack"), env };

  await execute(toolchain().enginePath, ["init", "-no-color", "-input=false"], options);
  const { stdout } = await execute(toolchain().enginePath, ["plan", "-no-color", "-input=false"], options);

  expect(stdout).toContain("No changes.");
});

test("a machine stopped, then deleted behind our back is seen at once and made good", async () => {
  const demo = await logIn("demo");
  const stopped = await story.machine("shop");
  await demo.request("compute", "POST", `/servers/${stopped?.instanceId}/action`, { "os-stop": null });
  await expectPower("shop", "stopped");
  expect((await story.twinstack("plan", "shop")).out).toContain('Starts the machine "shop"');
  await applied("shop");

  await demo.request("compute", "DELETE", `/servers/${stopped?.instanceId}`);
  await expectPower("shop", "absent");
  expect((await story.twinstack("plan", "shop")).out).toContain('Makes the machine "shop"');
  await applied("shop");

  expect(await story.machine("shop")).toMatchObject({ powerState: "running", diskGib: 12 + 7 + 2 });
});

test.each([
  ["stopped", "stopped"],
  ["pilot-light", "absent"],
  ["running", "running"],
])("a standby that is %s stands on the real cloud as said", async (mode, power) => {
  const file = await story.write("twin.yaml", standby(mode));

  expect(await story.twinstack("submit", file)).toMatchObject(DONE);
  await applied("twin");

  await expectPower("twin", power);
});

test("an application credential of a restricted kind does the same work", async () => {
  const demo = await logIn("demo");
  const { application_credential: made } = await demo.request<{
    application_credential: { id: string; secret: string };
  }>("identity", "POST", `/users/${demo.userId}/application_credentials`, {
    application_credential: { name: "twinstack-acceptance" },
  });
  const credentials = { type: "application-credential", id: made.id, secret: made.secret } as const;
  const cloud = await story.write("restricted.json", registration("restricted", credentials));
  const file = await story.write("mini.yaml", "name: mini\nprofile: blank\naccess: { generateKeyPair: true }\n");
  const placed = "placement: { main: restricted, standby: { mode: off } }\n";
  const mini = await story.write("mini-placed.yaml", `name: mini\nprofile: blank\n${placed}`);

  expect(await story.twinstack("validate", file)).toMatchObject(DONE);
  expect(await story.twinstack("clouds", "add", cloud)).toMatchObject(DONE);
  expect(await story.twinstack("submit", mini)).toMatchObject(DONE);
  await applied("mini");
  expect(await story.twinstack("destroy", "mini", "--confirm", "mini")).toMatchObject(DONE);
  expect(await story.twinstack("remove", "mini")).toMatchObject(DONE);
  expect(await story.twinstack("clouds", "remove", "restricted")).toMatchObject(DONE);
  await demo.request("identity", "DELETE", `/users/${demo.userId}/application_credentials/${made.id}`);
});

test("destroy and remove leave the project as it was before", async () => {
  for (const name of ["shop", "twin"]) {
    expect(await story.twinstack("destroy", name, "--confirm", name)).toMatchObject(DONE);
    expect(await story.twinstack("remove", name)).toMatchObject(DONE);
  }

  expect(await takeInventory()).toEqual(story.before);
  expect(await story.twinstack("clouds", "remove", "real")).toMatchObject(DONE);
});

function openstackVariables(): Record<string, string> {
  return {
    OS_AUTH_URL: TEST_BED.authUrl,
    OS_REGION_NAME: TEST_BED.region,
    OS_USERNAME: "demo",
    OS_PASSWORD: TEST_BED.password,
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
  };
}

async function expectPower(name: string, power: string): Promise<void> {
  let seen: string | undefined;
  for (let look = 0; look < 60 && seen !== power; look += 1) {
    if (look > 0) await new Promise((resolve) => setTimeout(resolve, 500));
    seen = (await story.machine(name))?.powerState;
  }
  expect(seen).toBe(power);
}

/** What a person changes over time, and what happens behind their back, with a twin on the sandbox CloudStack. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { rawTerraform } from "./_bed/raw-terraform.ts";
import { registration } from "./_bed/registration.ts";

let story: Story;

beforeAll(async () => {
  story = await openStory({ title: "changes, standby and what happens behind our back", sandbox: true });
  expect(await story.twinstack("clouds", "add", await story.write("real.json", registration()))).toMatchObject(DONE);
});
afterAll(async () => {
  await story?.close();
});

function webServer(size: string, volumes: string): string {
  return `
name: shop
profile: small-web-server
hardware: { ${size}, volumes: [${volumes}] }
network: { openPorts: [{port: 80}] }
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

// One story in steps: each test goes on where the one before stopped.
test("one file becomes two running machines on two kinds of clouds, and the second plan is empty", async () => {
  await story.submitted("shop", webServer("vcpu: 1, memoryGib: 1, rootDiskGib: 10", ""));

  await story.applied("shop");

  expect(await story.machine("shop")).toMatchObject({ powerState: "running", diskGib: 10, stale: false });
});

test("system disk and volumes grow in place, and the machine stays the same", async () => {
  const before = await story.machine("shop");
  const grown = webServer("vcpu: 3, memoryGib: 2, rootDiskGib: 12", "{name: store, sizeGib: 5}");

  await story.submitted("shop", grown);
  await story.applied("shop");
  await story.submitted("shop", grown.replace("sizeGib: 5}", "sizeGib: 7}, {name: extra, sizeGib: 2}"));
  await story.applied("shop");

  const after = await story.machine("shop");
  expect(after).toMatchObject({ vcpu: 4, memoryMib: 2048, diskGib: 12 + 7 + 2, powerState: "running" });
  expect(after?.instanceId).toBe(before?.instanceId);
  expect(after?.publicAddress).toBe(before?.publicAddress);
});

test("plain Terraform finds nothing to change on the exported files of a machine with volumes", async () => {
  const folder = join(story.folder, "exported");
  expect(await story.twinstack("export", "shop", "--output", folder, "--with-state")).toMatchObject(DONE);

  await rawTerraform(join(folder, "openstack"), "init");

  expect(await rawTerraform(join(folder, "openstack"), "plan")).toContain("No changes.");
});

test("a machine stopped, then deleted behind our back is seen at once and made good", async () => {
  const demo = await logIn("demo");
  const stopped = await story.machine("shop");
  await demo.request("compute", "POST", `/servers/${stopped?.instanceId}/action`, { "os-stop": null });
  await story.untilPower("shop", "stopped");
  expect((await story.twinstack("plan", "shop")).out).toContain('Starts the machine "shop"');
  await story.applied("shop");

  await demo.request("compute", "DELETE", `/servers/${stopped?.instanceId}`);
  await story.untilPower("shop", "absent");
  expect((await story.twinstack("plan", "shop")).out).toContain('Makes the machine "shop"');
  await story.applied("shop");

  expect(await story.machine("shop")).toMatchObject({ powerState: "running", diskGib: 12 + 7 + 2 });
});

test.each([
  ["stopped", "stopped"],
  ["pilot-light", "absent"],
  ["running", "running"],
] as const)("a standby that is %s stands on the real cloud as said", async (mode, power) => {
  await story.submitted("twin", standby(mode));

  await story.applied("twin");

  await story.untilPower("twin", power);
  expect(await story.machine("twin")).toMatchObject({ powerState: power });
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
  const placed = "placement: { main: restricted, standby: { mode: off } }\n";

  expect(await story.twinstack("clouds", "add", cloud)).toMatchObject(DONE);
  await story.submitted("mini", `name: mini\nprofile: blank\naccess: { generateKeyPair: true }\n${placed}`);
  await story.applied("mini");
  await story.gone("mini");
  expect(await story.twinstack("clouds", "remove", "restricted")).toMatchObject(DONE);
  await demo.request("identity", "DELETE", `/users/${demo.userId}/application_credentials/${made.id}`);
});

test("destroy and remove leave the project as it was before", async () => {
  for (const name of ["shop", "twin"]) await story.gone(name);

  expect(await story.left()).toEqual(story.before);
  expect(await story.twinstack("clouds", "remove", "real")).toMatchObject(DONE);
});

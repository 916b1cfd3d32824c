/** What goes wrong on a real OpenStack: said in plain words, nothing lost, and the next plan goes on from there. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { until } from "../_helpers/until.ts";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { registration } from "./_bed/registration.ts";
import { repaired } from "./_bed/repaired.ts";
import { smallMachine } from "./_bed/small-machine.ts";
import { takeInventory } from "./_bed/take-inventory.ts";
import { TEST_BED } from "./_bed/test-bed.ts";

let story: Story;

beforeAll(async () => {
  story = await openStory({ title: "trouble" });
  const cloud = await story.write("real.json", registration());
  expect(await story.twinstack("clouds", "add", cloud)).toMatchObject(DONE);
});
afterAll(async () => {
  await story?.close();
});

function applying(name: string) {
  return story.twinstack("apply", name, "--yes", "--confirm", name);
}

function isNetwork(line: string): boolean {
  return line.startsWith("/v2.0/networks ");
}

test("a quota that is used up is named, and a smaller requirement goes on from there", async () => {
  await story.submitted(
    "greedy",
    smallMachine("greedy", "volumes: [{name: big, sizeGib: 900}, {name: more, sizeGib: 300}]"),
  );

  const refused = await applying("greedy");

  expect(refused.code).toBe(1);
  expect(refused.out).toContain("A quota of the cloud is used up");
  await story.submitted("greedy", smallMachine("greedy"));
  await story.applied("greedy");
  await story.gone("greedy");
  expect(await takeInventory()).toEqual(story.before);
});

test("a quota of no machine at all is named, what was made is kept in mind, and nothing is left in the end", async () => {
  const admin = await logIn("admin");
  const { projectId } = await logIn("demo");
  const setInstances = (instances: number) =>
    admin.request("compute", "PUT", `/os-quota-sets/${projectId}`, { quota_set: { instances } });
  await story.submitted("unwanted", smallMachine("unwanted"));
  await setInstances(0);
  try {
    const refused = await applying("unwanted");

    expect(refused.code).toBe(1);
    expect(refused.out).toContain("A quota of the cloud is used up");
  } finally {
    await setInstances(10);
  }
  await story.gone("unwanted");
  expect(await takeInventory()).toEqual(story.before);
});

test("a password changed in the cloud is named, and its machine is still shown", async () => {
  await story.submitted("steady", smallMachine("steady"));
  await story.applied("steady");
  const admin = await logIn("admin");
  const { userId } = await logIn("demo");
  const setPassword = (password: string) =>
    admin.request("identity", "PATCH", `/users/${userId}`, { user: { password } });
  await setPassword("changed behind our back");
  try {
    const refused = await story.twinstack("plan", "steady");
    const shown = await story.machine("steady");

    expect(refused.code).toBe(1);
    expect(refused.out).toContain("The cloud refused the credentials");
    // Fresh or as last seen: a service may go on taking the token it has just checked.
    expect(shown).toMatchObject({ powerState: "running" });
  } finally {
    await setPassword(TEST_BED.password);
  }
  expect(await story.twinstack("diff", "steady", "--exit-code")).toMatchObject(DONE);
});

test("every token ended in the middle of an apply: the provider logs in anew, and the next plan is empty", async () => {
  const admin = await logIn("admin");
  const { userId } = await logIn("demo");
  await story.submitted("renewed", smallMachine("renewed"));
  const known = await takeInventory();
  const end = applying("renewed");
  await until(async () => (await takeInventory()).some((line) => isNetwork(line) && !known.includes(line)), 120_000);

  // Keystone ends a user's tokens with their password, even when the new one is the same.
  await admin.request("identity", "PATCH", `/users/${userId}`, { user: { password: TEST_BED.password } });

  expect(await end).toMatchObject(DONE);
  expect(await story.twinstack("diff", "renewed", "--exit-code")).toMatchObject(DONE);
  await story.gone("renewed");
});

test("a cloud that goes away is named, and everything goes on when it is back", async () => {
  await TEST_BED.stop();
  try {
    const refused = await story.twinstack("plan", "steady");

    expect(refused.code).toBe(1);
    expect(refused.out).toContain("The cloud does not answer");
    expect(await story.machine("steady")).toMatchObject({ powerState: "running", stale: true });
  } finally {
    await TEST_BED.start();
  }
  expect(await story.twinstack("diff", "steady", "--exit-code")).toMatchObject(DONE);
  expect(await story.machine("steady")).toMatchObject({ powerState: "running", stale: false });
});

test("a cloud that goes away in the middle of an apply leaves a run that says so", async () => {
  await story.submitted("cut-off", smallMachine("cut-off"));
  const known = await takeInventory();
  const end = applying("cut-off");
  await until(async () => (await takeInventory()).some((line) => isNetwork(line) && !known.includes(line)), 120_000);
  await TEST_BED.stop();
  try {
    expect((await end).code).toBe(1);
    expect((await story.newestRun("cut-off"))?.failure?.code).toBe("cloud-unreachable");
  } finally {
    await TEST_BED.start();
  }
  await repaired(story, "cut-off", "the cloud went away in the middle of an apply");
  await story.gone("cut-off");
});

test("an apply canceled in the middle says what may be left, and the next one makes the machine", async () => {
  await story.submitted("undecided", smallMachine("undecided"));
  const end = applying("undecided");
  await story.untilApplying("undecided");

  expect(await story.twinstack("cancel", "undecided")).toMatchObject(DONE);

  expect((await end).code).toBe(1);
  const run = await story.newestRun("undecided");
  expect([run?.status, run?.failure?.code]).toEqual(["canceled", "interrupted"]);
  await repaired(story, "undecided", "canceled in the middle of an apply");
  await story.gone("undecided");
});

test("no secret is in the service's log or in what runs left behind, and no run folder is", async () => {
  const token = (await readFile(join(story.folder, "token"), "utf8")).trim();
  const log = await readFile(join(story.folder, "logs", "service.log"), "utf8");

  expect(log).not.toContain(token);
  expect(log).not.toMatch(/PRIVATE KEY|OS_PASSWORD|TF_HTTP_PASSWORD/);
  expect(await readdir(join(story.folder, "engine", "runs"))).toEqual([]);
});

test("destroy leaves the project as it was before", async () => {
  await story.gone("steady");

  expect(await story.left()).toEqual(story.before);
});

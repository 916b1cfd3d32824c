/** What goes wrong on a real OpenStack: said in plain words, nothing lost, and the next plan goes on from there. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { clearStrays } from "./_bed/clear-strays.ts";
import { openStory, registration, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { takeInventory } from "./_bed/take-inventory.ts";
import { startTestBed, stopTestBed, TEST_BED } from "./_bed/test-bed.ts";

const DONE = { code: 0 };
let story: Story;

beforeAll(async () => {
  story = await openStory();
  const cloud = await story.write("real.json", registration());
  expect(await story.twinstack("clouds", "add", cloud)).toMatchObject(DONE);
});
afterAll(async () => {
  await story?.close();
});

async function submitted(name: string, volumes = ""): Promise<void> {
  const text = `
name: ${name}
profile: blank
hardware: { volumes: [${volumes}] }
software: { os: { family: debian, version: "12" } }
access: { generateKeyPair: true }
placement: { main: real, standby: { mode: off } }
`;
  expect(await story.twinstack("submit", await story.write(`${name}.yaml`, text))).toMatchObject(DONE);
}

function applying(name: string) {
  return story.twinstack("apply", name, "--yes", "--confirm", name);
}

/** The machine stands as asked for, and a further plan is empty. */
async function applied(name: string): Promise<void> {
  expect(await applying(name)).toMatchObject(DONE);
  expect(await story.twinstack("diff", name, "--exit-code")).toMatchObject(DONE);
  expect(await story.machine(name)).toMatchObject({ powerState: "running" });
}

async function gone(name: string): Promise<void> {
  expect(await story.twinstack("destroy", name, "--confirm", name)).toMatchObject(DONE);
  expect(await story.twinstack("remove", name)).toMatchObject(DONE);
}

/** The machine's own objects in the state go first; what no state knows is then removed as the service advises. */
async function startOver(name: string): Promise<void> {
  const id = (await story.newestRun(name))?.workspaceId ?? "";
  await clearStrays(`ts-${name}-${id.slice(0, 8)}`);
}

test("a quota that is used up is named, and a smaller requirement goes on from there", async () => {
  await submitted("greedy", "{name: big, sizeGib: 900}, {name: more, sizeGib: 300}");

  const refused = await applying("greedy");

  expect(refused.code).toBe(1);
  expect(refused.out).toContain("A quota of the cloud is used up");
  await submitted("greedy");
  await applied("greedy");
  await gone("greedy");
  expect(await takeInventory()).toEqual(story.before);
});

test("a password changed in the cloud is named, and its machine is still shown", async () => {
  await submitted("steady");
  await applied("steady");
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

test("a cloud that goes away is named, and everything goes on when it is back", async () => {
  await stopTestBed();
  try {
    const refused = await story.twinstack("plan", "steady");

    expect(refused.code).toBe(1);
    expect(refused.out).toContain("The cloud does not answer");
    expect(await story.machine("steady")).toMatchObject({ powerState: "running", stale: true });
  } finally {
    await startTestBed();
  }
  expect(await story.twinstack("diff", "steady", "--exit-code")).toMatchObject(DONE);
  expect(await story.machine("steady")).toMatchObject({ powerState: "running", stale: false });
});

test("a cloud that goes away in the middle of an apply leaves a run that says so", async () => {
  await submitted("cut-off");
  const end = applying("cut-off");
  await story.untilApplying("cut-off");
  await stopTestBed();
  try {
    expect((await end).code).toBe(1);
    expect((await story.newestRun("cut-off"))?.failure?.code).toBe("cloud-unreachable");
  } finally {
    await startTestBed();
  }
  await story.twinstack("destroy", "cut-off", "--confirm", "cut-off");
  await startOver("cut-off");
  await applied("cut-off");
  await gone("cut-off");
});

test("an apply canceled in the middle says what may be left, and the next one makes the machine", async () => {
  await submitted("undecided");
  const end = applying("undecided");
  await story.untilApplying("undecided");

  expect(await story.twinstack("cancel", "undecided")).toMatchObject(DONE);

  expect((await end).code).toBe(1);
  const run = await story.newestRun("undecided");
  expect([run?.status, run?.failure?.code]).toEqual(["canceled", "interrupted"]);
  await story.twinstack("destroy", "undecided", "--confirm", "undecided");
  await startOver("undecided");
  await applied("undecided");
  await gone("undecided");
});

test("a service killed in the middle of an apply comes back and never repeats it from the old plan", async () => {
  await submitted("survivor");
  const end = applying("survivor");
  await story.untilApplying("survivor");
  await story.killService();
  expect((await end).code).not.toBe(0);

  await story.restartService();

  await settled("survivor");
  expect(await story.newestRun("survivor")).toMatchObject({ status: "errored", failure: { code: "interrupted" } });
  await story.twinstack("destroy", "survivor", "--confirm", "survivor");
  await startOver("survivor");
  await applied("survivor");
  await gone("survivor");
});

test("no secret is in the service's log or in what runs left behind, and no run folder is", async () => {
  const token = (await readFile(join(story.folder, "token"), "utf8")).trim();
  const log = await readFile(join(story.folder, "logs", "service.log"), "utf8");

  expect(log).not.toContain(token);
  expect(log).not.toMatch(/PRIVATE KEY|OS_PASSWORD|TF_HTTP_PASSWORD/);
  expect(await readdir(join(story.folder, "engine", "runs"))).toEqual([]);
});

test("destroy leaves the project as it was before", async () => {
  await gone("steady");

  expect(await takeInventory()).toEqual(story.before);
});

async function settled(name: string): Promise<void> {
  for (let look = 0; look < 120; look += 1) {
    if ((await story.newestRun(name))?.status === "errored") return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

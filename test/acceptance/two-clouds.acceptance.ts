/** Two OpenStacks that know nothing of each other, at different addresses, in one service. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { instances } from "../_helpers/started-service.ts";
import { killEngineWhen, serverStatus } from "./_bed/kill-engine.ts";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { prepareProject } from "./_bed/prepare-project.ts";
import { ofDemo, registration } from "./_bed/registration.ts";
import { repaired } from "./_bed/repaired.ts";
import { smallMachine } from "./_bed/small-machine.ts";
import { takeInventory } from "./_bed/take-inventory.ts";
import { secondTestBed, TEST_BED, type TestBed } from "./_bed/test-bed.ts";

const second = secondTestBed();
let story: Story;
let beforeOnSecond: readonly string[];

beforeAll(async () => {
  await second.start();
  await prepareProject(second);
  beforeOnSecond = await takeInventory(second);
  story = await openStory({ title: "two OpenStacks" });
});
afterAll(async () => {
  await story?.close();
  await second.stop();
});

async function serverNames(bed: TestBed): Promise<readonly string[]> {
  const demo = await logIn("demo", bed);
  const { servers } = await demo.request<{ servers: { name: string }[] }>("compute", "GET", "/servers");
  return servers.map(({ name }) => name);
}

test("both are registered and pass their connection test", async () => {
  for (const [name, bed] of [["real", TEST_BED] as const, ["second", second] as const]) {
    const file = await story.write(`${name}.json`, registration(name, ofDemo(), bed));
    expect(await story.twinstack("clouds", "add", file)).toMatchObject(DONE);
    expect((await story.twinstack("clouds", "test", name)).out).not.toContain("failed");
  }
});

test("each machine is on the cloud that its requirement names, and only there", async () => {
  await story.submitted("near", smallMachine("near"));
  await story.submitted("far", smallMachine("far", "", "second"));

  await story.applied("near");
  await story.applied("far");

  expect([await serverNames(TEST_BED), await serverNames(second)]).toEqual([["near"], ["far"]]);
});

test("a machine on one and its standby on the other become two running servers, and the second plan is empty", async () => {
  const alone = smallMachine("twin");
  await story.submitted("twin", alone.replace("{ mode: off }", "{ cloud: second, mode: running }"));

  await story.applied("twin");

  const shown = (await instances(story.service())).filter(({ name }) => name === "twin");
  expect(shown.map(({ role, powerState }) => [role, powerState]).toSorted()).toEqual([
    ["primary", "running"],
    ["standby", "running"],
  ]);
  expect(await serverNames(TEST_BED)).toContain("twin");
  expect(await serverNames(second)).toContain("twin");
});

test("what Terraform, killed on both clouds in the middle of a change, left there is put right on both", async () => {
  const grown = smallMachine("twin", "vcpu: 4, memoryGib: 2");
  await story.submitted("twin", grown.replace("{ mode: off }", "{ cloud: second, mode: running }"));
  const end = story.twinstack("apply", "twin", "--yes", "--confirm", "twin");
  await killEngineWhen(story, async () => (await serverStatus("twin", second)) !== "ACTIVE");
  expect((await end).code).toBe(1);

  await repaired(story, "twin", "Terraform killed on two OpenStacks while both changed the size");

  for (const bed of [TEST_BED, second]) expect(await serverStatus("twin", bed)).toBe("ACTIVE");
});

test("with one of them gone the other's machine is planned and shown as ever", async () => {
  await TEST_BED.stop();
  try {
    expect(await story.twinstack("diff", "far", "--exit-code")).toMatchObject(DONE);
    expect((await story.twinstack("diff", "near")).out).toContain("The cloud does not answer");
    expect(await story.machine("far")).toMatchObject({ powerState: "running", stale: false });
    expect(await story.machine("near")).toMatchObject({ powerState: "running", stale: true });
  } finally {
    await TEST_BED.start();
  }
});

test("destroy leaves both projects as they were before", async () => {
  for (const name of ["near", "far", "twin"]) await story.gone(name);

  expect(await story.left()).toEqual(story.before);
  expect(await takeInventory(second)).toEqual(beforeOnSecond);
});

/** Who is killed in the middle of a change on a real OpenStack leaves things behind; `repair` alone puts them right. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { killEngineWhen, serverStatus } from "./_bed/kill-engine.ts";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { registration } from "./_bed/registration.ts";
import { repaired } from "./_bed/repaired.ts";
import { smallMachine } from "./_bed/small-machine.ts";
import { takeInventory } from "./_bed/take-inventory.ts";

let story: Story;

beforeAll(async () => {
  story = await openStory({ title: "killed in the middle" });
  expect(await story.twinstack("clouds", "add", await story.write("real.json", registration()))).toMatchObject(DONE);
});
afterAll(async () => {
  await story?.close();
});

function applying(name: string) {
  return story.twinstack("apply", name, "--yes", "--confirm", name);
}

async function hasNew(kind: string): Promise<boolean> {
  return (await takeInventory()).some((line) => line.startsWith(`${kind} `) && !story.before.includes(line));
}

test.each([
  ["the network is made", "early", "/v2.0/networks"],
  ["the volume is made", "halfway", "/volumes"],
  ["the server is made", "late", "/servers"],
])("Terraform killed when %s", async (moment, name, kind) => {
  await story.submitted(name, smallMachine(name));
  const end = applying(name);
  await killEngineWhen(story, () => hasNew(kind));
  expect((await end).code).toBe(1);

  await repaired(story, name, `Terraform killed when ${moment}`);

  await story.gone(name);
  expect(await takeInventory()).toEqual(story.before);
});

test("Terraform killed in a change of size leaves Nova in VERIFY_RESIZE, and repair confirms it", async () => {
  await story.submitted("grower", smallMachine("grower", "vcpu: 1, memoryGib: 1"));
  await story.applied("grower");
  await story.submitted("grower", smallMachine("grower", "vcpu: 4, memoryGib: 2"));
  const end = applying("grower");
  await killEngineWhen(story, async () => (await serverStatus("grower")) !== "ACTIVE");
  expect((await end).code).toBe(1);

  const found = await repaired(story, "grower", "Terraform killed while Nova changed the size");

  expect(found.join()).toContain("Confirms the new size of the machine grower");
  expect(await serverStatus("grower")).toBe("ACTIVE");
  expect(await story.machine("grower")).toMatchObject({ vcpu: 4, memoryMib: 2048 });
});

test("the service and its worker killed in the middle of an apply: the run is never repeated from the old plan", async () => {
  await story.submitted("orphan", smallMachine("orphan"));
  const end = applying("orphan");
  await killServiceWhenMade("/v2.0/networks");
  expect((await end).code).not.toBe(0);

  await story.restartService();

  await settled("orphan");
  expect(await story.newestRun("orphan")).toMatchObject({ status: "errored", failure: { code: "interrupted" } });
  await repaired(story, "orphan", "service and worker killed when the network was made");
});

test("Terraform killed in the middle of a destroy: repeating it leaves nothing", async () => {
  const end = story.twinstack("destroy", "orphan", "--confirm", "orphan");
  await killEngineWhen(story, async () => (await serverStatus("orphan")) === undefined);
  expect((await end).code).toBe(1);
  expect((await story.twinstack("remove", "orphan")).code).not.toBe(0);

  await story.gone("orphan");

  expect((await takeInventory()).filter((line) => line.includes("orphan"))).toEqual([]);
});

test("destroy leaves the project as it was before", async () => {
  await story.gone("grower");

  expect(await story.left()).toEqual(story.before);
});

async function killServiceWhenMade(kind: string): Promise<void> {
  await story.untilApplying("orphan");
  while (!(await hasNew(kind))) await new Promise((resolve) => setTimeout(resolve, 50));
  await story.killService();
}

async function settled(name: string): Promise<void> {
  for (let look = 0; look < 120; look += 1) {
    if ((await story.newestRun(name))?.status === "errored") return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

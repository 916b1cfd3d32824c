/** What journal, jail, review and kept state cost on a real OpenStack, against Terraform alone, by turns. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { measurePair } from "./_bed/measure-pair.ts";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { registration } from "./_bed/registration.ts";
import { takeInventory } from "./_bed/take-inventory.ts";

let story: Story;

beforeAll(async () => {
  story = await openStory({ title: "times against raw Terraform" });
  expect(await story.twinstack("clouds", "add", await story.write("real.json", registration()))).toMatchObject(DONE);
});
afterAll(async () => {
  await story?.close();
});

// No limit is asserted: a busy machine would fail it. The report says what came out.
test.each(["first", "second", "third"])("the %s pair is measured and leaves nothing", async (name) => {
  const { apply, destroy } = await measurePair(story, name);

  for (const ms of [apply.product, apply.raw, destroy.product, destroy.raw]) expect(ms).toBeGreaterThan(0);
  expect(await takeInventory()).toEqual(story.before);
});

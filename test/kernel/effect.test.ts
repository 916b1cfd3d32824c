import { afterEach, expect, test } from "@jest/globals";
import { effect, watchEffects } from "../../src/kernel/effect.ts";

afterEach(() => watchEffects(null));

test("an effect that nobody watches is simply done", async () => {
  expect(await effect("cloud: POST port", async () => 42)).toBe(42);
});

test("a watcher hears of an effect before it happens and after it did, and may stop it at either moment", async () => {
  const heard: string[] = [];
  const act = async () => heard.push("done");
  watchEffects((boundary, moment) => void heard.push(`${moment} ${boundary}`));
  await effect("cloud: POST port", act);

  watchEffects((_boundary, moment) => {
    if (moment === "before") throw new Error("lost request");
  });
  await expect(effect("cloud: POST port", act)).rejects.toThrow("lost request");
  watchEffects((_boundary, moment) => {
    if (moment === "after") throw new Error("lost answer");
  });
  await expect(effect("cloud: POST port", act)).rejects.toThrow("lost answer");

  expect(heard).toEqual(["before cloud: POST port", "done", "after cloud: POST port", "done"]);
});

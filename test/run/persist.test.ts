import { expect, test } from "@jest/globals";
import { AppError } from "../../src/kernel/app-error.ts";
import { persist } from "../../src/run/persist.ts";

const away = () => Promise.reject(new AppError("database-unavailable", "no answer"));

test("a write is tried for about as long as a worker holds on to its claim", async () => {
  const pauses: number[] = [];

  const given = persist(away, async (ms) => void pauses.push(ms));

  await expect(given).rejects.toMatchObject({ code: "database-unavailable" });
  const seconds = pauses.reduce((sum, ms) => sum + ms, 0) / 1_000;
  expect(seconds).toBeGreaterThan(110);
  expect(seconds).toBeLessThan(140);
});

test("what the store refuses on purpose is not tried again", async () => {
  let calls = 0;
  const refused = () => {
    calls += 1;
    return Promise.reject(new AppError("illegal-transition", "claimed by another worker"));
  };

  await expect(persist(refused, async () => undefined)).rejects.toMatchObject({ code: "illegal-transition" });
  expect(calls).toBe(1);
});

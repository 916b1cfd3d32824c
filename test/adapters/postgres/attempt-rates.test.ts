import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { makeAttemptRates } from "../../../src/adapters/postgres/attempt-rates.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

let database: FreshDatabase;
const PACE = { burst: 3, everyMs: 10_000 };
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21) + seconds * 1_000);

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

test("a burst may go ahead, then one per step, and the answer says how long to wait", async () => {
  const rates = makeAttemptRates(database.pool);
  const waits = [];
  for (const second of [0, 0, 0, 0, 4, 10, 11, 20]) waits.push(await rates.take("steady", PACE, at(second)));

  expect(waits).toEqual([null, null, null, 10_000, 6_000, null, 9_000, null]);
});

test("after a long pause the whole burst is there again, and not more", async () => {
  const rates = makeAttemptRates(database.pool);
  for (let round = 0; round < 3; round += 1) await rates.take("pause", PACE, at(0));
  const waits = [];
  for (let round = 0; round < 4; round += 1) waits.push(await rates.take("pause", PACE, at(3_600)));

  expect(waits).toEqual([null, null, null, 10_000]);
});

test("replicas that ask at once share what is allowed", async () => {
  const replicas = Array.from({ length: 10 }, () => makeAttemptRates(database.pool));

  const waits = await Promise.all(replicas.map((rates) => rates.take("shared", PACE, at(0))));

  expect(waits.filter((wait) => wait === null)).toHaveLength(3);
});

test("keys do not share, and a forgotten one starts anew", async () => {
  const rates = makeAttemptRates(database.pool);
  for (let round = 0; round < 4; round += 1) await rates.take("one", PACE, at(0));

  expect(await rates.take("other", PACE, at(0))).toBeNull();
  await rates.forget("one");
  expect(await rates.take("one", PACE, at(0))).toBeNull();
});

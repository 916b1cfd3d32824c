import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { holdKey } from "../../server/plugins/hold-key.ts";
import { HELD_SECONDS, type IdempotencyKey } from "../../src/idempotency/ports.ts";

const KEY: IdempotencyKey = { accountId: "ann", userId: "ann", route: "POST /api/v1/clouds", key: "k-1" };
let held: IdempotencyKey[];

beforeEach(() => {
  jest.useFakeTimers();
  held = [];
});
afterEach(() => {
  jest.useRealTimers();
});

test("a request at work holds its key more than twice before anybody may take it over", () => {
  const letGo = holdKey({ hold: async (key) => void held.push(key) }, KEY);

  jest.advanceTimersByTime(HELD_SECONDS * 1_000 - 1);
  letGo();

  expect(held).toEqual([KEY, KEY, KEY]);
});

test("an answered request holds its key no longer", () => {
  holdKey({ hold: async (key) => void held.push(key) }, KEY)();

  jest.advanceTimersByTime(60_000);

  expect(held).toEqual([]);
});

test("a database that is away for a while does not end the holding", () => {
  const letGo = holdKey(
    {
      hold: async (key) => {
        held.push(key);
        throw new Error("connection lost");
      },
    },
    KEY,
  );

  jest.advanceTimersByTime(10_000);
  letGo();

  expect(held).toHaveLength(3);
});

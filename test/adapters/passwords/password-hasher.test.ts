import { expect, test } from "@jest/globals";
import { boundWork } from "../../../src/adapters/passwords/bound-work.ts";
import { DEFAULT_COST, makePasswordHasher } from "../../../src/adapters/passwords/password-hasher.ts";

const CHEAP = { memoryKib: 8, passes: 1, lanes: 1 };

test("hashes are argon2id with at least 19 MiB, two passes and one lane", async () => {
  const hash = await makePasswordHasher().hash("seven quiet herons");

  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(DEFAULT_COST).toEqual({ memoryKib: 19_456, passes: 2, lanes: 1 });
});

test("only the same password fits, in whatever form its letters are composed", async () => {
  const hasher = makePasswordHasher({ cost: CHEAP });
  const hash = await hasher.hash("caf\u00e9 au lait, please");

  expect(await hasher.verify("cafe\u0301 au lait, please", hash)).toBe(true);
  expect(await hasher.verify("cafe au lait, please", hash)).toBe(false);
});

test("an account without a password is computed as well, and fits nothing", async () => {
  const hasher = makePasswordHasher({ cost: CHEAP });

  expect(await hasher.verify("nobody has this password", null)).toBe(false);
});

test("a hash made at a lower cost is outdated, one made at a higher cost is not", async () => {
  const cheap = makePasswordHasher({ cost: CHEAP });
  const dear = makePasswordHasher({ cost: { memoryKib: 64, passes: 2, lanes: 1 } });

  expect(dear.isOutdated(await cheap.hash("seven quiet herons"))).toBe(true);
  expect(cheap.isOutdated(await dear.hash("seven quiet herons"))).toBe(false);
  expect(dear.isOutdated(await dear.hash("seven quiet herons"))).toBe(false);
});

test("no more work runs at once than allowed, those behind keep their turn, and one too many is refused", async () => {
  const bounded = boundWork({ atOnce: 2, line: 3 });
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const begin = (number: number) =>
    bounded(async () => {
      begun.push(number);
      await new Promise<void>((resolve) => ends.push(resolve));
      return number;
    });
  const five = [1, 2, 3, 4, 5].map(begin);

  await expect(begin(6)).rejects.toMatchObject({ code: "overloaded", facts: { retryAfterSeconds: 5 } });
  expect(begun).toEqual([1, 2]);
  for (let round = 0; round < 5; round += 1) {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  expect(await Promise.all(five)).toEqual([1, 2, 3, 4, 5]);
  expect(begun).toEqual([1, 2, 3, 4, 5]);
});

test("work that fails gives its place on", async () => {
  const bounded = boundWork({ atOnce: 1, line: 1 });
  const failing = bounded(() => Promise.reject(new Error("no")));
  const next = bounded(async () => "done");

  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("done");
});

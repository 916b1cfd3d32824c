import { expect, test } from "@jest/globals";
import { makeRememberCapacity } from "../../src/cloud/index.ts";
import type { CapacityItem } from "../../src/contract/index.ts";
import { sampleCloud } from "../_helpers/samples.ts";

const ITEMS: readonly CapacityItem[] = [{ kind: "vcpus", scope: "tenant", used: 1, limit: 4 }];

function setUp(readCapacity: () => Promise<readonly CapacityItem[]>, timeLimit = () => new AbortController().signal) {
  const asked = { times: 0, now: 0 };
  const capacityOf = makeRememberCapacity({
    clients: async () =>
      ({
        readCapacity: () => {
          asked.times += 1;
          return readCapacity();
        },
      }) as never,
    clock: { now: () => new Date(asked.now) },
    timeLimit,
  });
  return { asked, capacityOf };
}

test("a cloud is asked once for everybody who wants to know in the same half minute", async () => {
  const { asked, capacityOf } = setUp(async () => ITEMS);

  const both = await Promise.all([capacityOf(sampleCloud()), capacityOf(sampleCloud())]);
  asked.now = 30_000;
  await capacityOf(sampleCloud());

  expect(both).toEqual([ITEMS, ITEMS]);
  expect(asked.times).toBe(2);
});

test("one that is silent is not asked, and one that refuses or is late is none that is full", async () => {
  const refusing = setUp(() => Promise.reject(new TypeError("no")));
  const late = new AbortController();
  const slow = setUp(
    () => new Promise(() => undefined),
    () => late.signal,
  );

  const silent = await refusing.capacityOf({ ...sampleCloud(), status: "unreachable" });
  const refused = await refusing.capacityOf(sampleCloud());
  const waiting = slow.capacityOf(sampleCloud());
  await Promise.resolve();
  late.abort();

  expect([silent, refused, await waiting]).toEqual([undefined, undefined, undefined]);
  expect(refusing.asked.times).toBe(1);
});

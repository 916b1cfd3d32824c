import { expect, test } from "@jest/globals";
import { makeLatency } from "../../../sandbox/cloudstack/core/latency.ts";

test.each([
  ["deployVirtualMachine", 1300, 2400],
  ["stopVirtualMachine", 1000, 2000],
  ["destroyVirtualMachine", 5000, 8000],
  ["attachVolume", 600, 2000],
  ["createSnapshot", 1700, 2200],
  ["createTags", 50, 300],
])("recorded: a job of %s takes between %d and %d ms", (command, least, most) => {
  const { ofJob } = makeLatency("recorded");

  const drawn = Array.from({ length: 200 }, () => ofJob(command));

  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(most);
});

test("recorded: calls take what was measured, the rest the median", () => {
  const { ofCall } = makeLatency("recorded");

  expect(["queryAsyncJobResult", "listVirtualMachines", "createNetwork", "listZones"].map(ofCall)).toEqual([
    7, 19, 60, 11,
  ]);
});

test("instant: calls wait for nothing and jobs settle before a client can ask twice", () => {
  const { ofCall, ofJob } = makeLatency("instant");

  expect([ofCall("deployVirtualMachine"), ofJob("deployVirtualMachine")]).toEqual([0, 1]);
});

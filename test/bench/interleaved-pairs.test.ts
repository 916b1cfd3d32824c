import { expect, test } from "@jest/globals";
import { interleavedPairs, median, quantile } from "../../bench/lib/interleaved-pairs.ts";

test("takes turns in who goes first and leaves the warm-up out", async () => {
  const order: string[] = [];
  const note = (who: string) => async (round: number) => void order.push(`${who}${round}`);

  const result = await interleavedPairs({ name: "x", pairs: 2, warmUp: 1, ours: note("o"), raw: note("r") });

  expect(order).toEqual(["o0", "r0", "r1", "o1", "o2", "r2"]);
  expect(result.pairs).toBe(2);
  expect(Number.isFinite(result.ratio)).toBe(true);
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("a quantile lies between its neighbours", () => {
  expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5);
  expect(quantile([], 0.5)).toBeNaN();
});

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { CHECKOUT } from "./places.mjs";

/** Files that take this long or longer are worth starting first: test/long-files.json. */
const LONG_SECONDS = 15;
const SHOWN = 12;

/**
 * Keeps how long each test file took, longest first, in the form of test/long-files.json.
 *
 * @param {readonly { name: string, seconds: number }[]} stories
 * @returns {{ file: string, longest: string }} where it is, from the checkout, and a line about the longest
 */
export function keepTestTimes(stories) {
  const file = join(CHECKOUT, ".twinstack/reports/test-times.json");
  const sorted = [...stories].sort((left, right) => right.seconds - left.seconds);
  const long = sorted.filter(({ seconds }) => seconds >= LONG_SECONDS).map(({ name, seconds }) => [name, seconds]);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(long), null, 2)}\n`);
  const longest = sorted.slice(0, SHOWN).map(({ name, seconds }) => `${name} ${seconds}`);
  return { file: relative(CHECKOUT, file), longest: longest.join(", ") };
}

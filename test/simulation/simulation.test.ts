import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { simulate } from "./simulate.ts";

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, "main.ts");

test("lives the same history again from the same seed, and another one from another seed", async () => {
  const first = await simulate(7);
  const again = await simulate(7);
  const other = await simulate(8);

  expect(again).toEqual(first);
  expect(other.digest).not.toBe(first.digest);
  expect(first.steps).toBeGreaterThan(100);
});

test("lives the same history when others are lived at the same time", async () => {
  const alone = [await simulate(21), await simulate(22), await simulate(23)];
  const together = await Promise.all([simulate(21), simulate(22), simulate(23)]);

  expect(together.map(({ digest }) => digest)).toEqual(alone.map(({ digest }) => digest));
});

test("keeps every promise in a sample of histories and in all that once broke one", async () => {
  const { stdout } = await run(process.execPath, [MAIN, "--seeds", "2000", "--threads", "2"]);

  expect(stdout).toContain(", 0 with a broken promise");
});

test("prints the end of a history that is replayed", async () => {
  const { digest } = await simulate(5);
  const { stdout } = await run(process.execPath, [MAIN, "--seed", "5", "--lines", "10"]);

  expect(stdout.trim().split("\n")).toHaveLength(11);
  expect(stdout).toContain(`digest ${digest}`);
});

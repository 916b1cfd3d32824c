import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { FIRST_KILL_SEED } from "./blows.ts";
import { BOUNDARIES, KILL_POINTS } from "./kill-points.ts";
import { plant } from "./mutant-shard.ts";
import { MUTANTS } from "./mutants.ts";
import { simulate } from "./simulate.ts";

const program = promisify(execFile);
const REGRESSIONS: readonly unknown[] = JSON.parse(readFileSync(join(import.meta.dirname, "regressions.json"), "utf8"));
const MAIN = join(import.meta.dirname, "main.ts");

/** What the command says, whether or not it ended well. */
async function run(...options: readonly string[]): Promise<string> {
  const { stdout } = await program(process.execPath, [MAIN, ...options]).catch((error) => ({
    stdout: `${error.stdout}${error.stderr}`,
  }));
  return stdout;
}

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

test("keeps every promise in twenty thousand histories and in all that once broke one", async () => {
  const said = await run("--seeds", "20000", "--threads", "2");

  // Not by number alone: a failure has to name its seeds.
  expect(said).toContain(" histories, 0 with a broken promise");
  const [, histories] = /^(\d+) histories/m.exec(said) ?? [];
  expect(Number(histories)).toBeGreaterThanOrEqual(20_000);
  expect(Number(histories)).toBeLessThanOrEqual(20_000 + REGRESSIONS.length);
}, 1_800_000);

test("keeps every promise when somebody is killed at each place in turn, and at two", async () => {
  const histories = 2 * KILL_POINTS.length;

  const said = await run("--kills", String(histories), "--threads", "2");

  expect(said).toContain(`${histories} histories, 0 with a broken promise`);
  const [, points] = /^killed at (\d+) of/m.exec(said) ?? [];
  expect(Number(points)).toBeGreaterThan(KILL_POINTS.length / 2);
}, 1_200_000);

test("knows every boundary that histories pass", async () => {
  const histories = await Promise.all(Array.from({ length: 24 }, (_, index) => simulate(FIRST_KILL_SEED + 40 * index)));

  const unknown = histories.flatMap(({ passed }) => [...passed]).filter((name) => !BOUNDARIES.includes(name));
  expect([...new Set(unknown)]).toEqual([]);
  expect(histories.some(({ kills }) => kills.length > 0)).toBe(true);
}, 120_000);

test("finds bugs that are planted in the sources", async () => {
  const sample = [
    ...["plan-applied-twice", "stale-plan-applied", "lock-kept-after-apply", "lock-kept-after-interruption"],
    ...["status-written-under-any-claim", "canceled-apply-says-nothing", "serial-not-checked", "lock-not-needed"],
    ...["lease-never-renewed", "two-writers-of-one-log", "cancel-forgotten-at-review", "write-not-repeated"],
    ...["power-unknown-is-told-again", "power-ends-when-it-is-taken"],
  ];

  const said = await run("--mutants", "--only", sample.join(","), "--seeds", "300", "--threads", "2");

  expect(said).toContain("14 of 14 planted bugs found");
}, 900_000);

test("has at least thirty bugs to plant, each at exactly one place of the sources", () => {
  const planted = MUTANTS.map(plant);

  expect(planted.length).toBeGreaterThanOrEqual(30);
  expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
  for (const [index, { source }] of planted.entries()) expect(source).toContain(MUTANTS[index]?.to);
});

test("prints the end of a history that is replayed", async () => {
  const { digest } = await simulate(5);
  const said = await run("--seed", "5", "--lines", "10");

  expect(said.trim().split("\n")).toHaveLength(11);
  expect(said).toContain(`digest ${digest}`);
});

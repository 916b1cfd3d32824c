/**
 * `npm run test:simulation -- [--seeds N] [--from S] [--threads N] [--within SECONDS] | --seed S [--lines N] | --kills N | --mutants [--per N] | --report`:
 * the deterministic simulation (docs/testing.md).
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { FIRST_KILL_SEED } from "./blows.ts";
import { countKills } from "./count-kills.ts";
import { keepPart, keptPart } from "./kept-results.ts";
import { BOUNDARIES, KILL_POINTS } from "./kill-points.ts";
import { MUTANTS } from "./mutants.ts";
import regressions from "./regressions.json" with { type: "json" };
import { runMutants } from "./run-mutants.ts";
import { runSeeds } from "./run-seeds.ts";
import type { ShardResult } from "./shard.ts";
import { simulate } from "./simulate.ts";
import { writeReport } from "./write-report.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20000" },
    from: { type: "string", default: "1" },
    threads: { type: "string", default: String(Math.min(availableParallelism(), 8)) },
    seed: { type: "string" },
    within: { type: "string" },
    mutants: { type: "boolean", default: false },
    only: { type: "string" },
    report: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    per: { type: "string" },
    kills: { type: "string" },
    never: { type: "boolean", default: false },
    lines: { type: "string", default: "60" },
  },
});

/** What whole runs find is kept for the report. */
const isKept = values.keep || values.report;
const keptSeeds = regressions.map(({ seed }) => seed);

process.exitCode = await choose();

function choose(): Promise<number> {
  if (values.report) return report();
  if (values.kills !== undefined) return strikeMany(Number(values.kills));
  if (values.seed !== undefined) return replay(Number(values.seed));
  return values.mutants ? hunt() : runMany();
}

/** Every planted bug must break a promise within the seeds given. */
async function hunt(): Promise<number> {
  const chosen = MUTANTS.filter(({ id }) => values.only === undefined || values.only.split(",").includes(id));
  const perMutant = Number(values.per ?? (isKept ? "1000" : values.seeds));
  const verdicts = await runMutants(chosen, perMutant, Number(values.threads), ({ mutant, found }) => {
    const how = found === null ? "LIVES" : `found by seed ${found.seed} after ${found.histories}: ${found.broken}`;
    print(`${mutant.id}: ${how}`);
  });
  if (isKept) await keepPart("mutants", { verdicts, seedsPerMutant: perMutant });
  const found = verdicts.filter((verdict) => verdict.found !== null).length;
  print(`${found} of ${verdicts.length} planted bugs found`);
  return found >= 0.95 * verdicts.length ? 0 : 1;
}

/** One history again, with the end of its trace. */
async function replay(seed: number): Promise<number> {
  const history = await simulate(seed, undefined, Number(values.lines));
  for (const line of history.trace.slice(-Number(values.lines))) print(line);
  print(`seed ${seed}: ${history.broken ?? "every promise kept"}; ${history.steps} steps, digest ${history.digest}`);
  return history.broken === null ? 0 : 1;
}

/** From what was kept of whole runs; what is missing is run now. */
async function report(): Promise<number> {
  if ((await keptPart("seeds")) === null) await runMany();
  if ((await keptPart("kills")) === null) await strikeMany(Number(values.kills ?? "10000"));
  if ((await keptPart("mutants")) === null) await hunt();
  const [seeds, kills, mutants] = await Promise.all([keptPart("seeds"), keptPart("kills"), keptPart("mutants")]);
  const further = await keptPart("further");
  if (seeds === null || kills === null || mutants === null) throw new Error("A part of the report was not kept.");
  print(await writeReport({ seeds, further, kills, mutants, regressions: regressions.length }));
  const found = mutants.verdicts.filter((verdict) => verdict.found !== null).length;
  const isWell = seeds.broken.length + kills.broken.length === 0 && found >= 0.95 * mutants.verdicts.length;
  return isWell ? 0 : 1;
}

/** Histories with somebody killed at each place in turn, then at two. */
async function strikeMany(howMany: number): Promise<number> {
  const { result, seconds } = await live(FIRST_KILL_SEED, howMany, []);
  tell(result, seconds);
  if (isKept) await keepPart("kills", { ...result, seconds, threads: Number(values.threads) });
  const { points, pairs, never, boundaries } = countKills(result.kills);
  for (const point of values.never ? never : []) print(`never: ${point}`);
  print(
    `killed at ${points} of ${KILL_POINTS.length} points, ${boundaries} of ${BOUNDARIES.length} boundaries; ${pairs} pairs`,
  );
  return result.broken.length === 0 ? 0 : 1;
}

async function runMany(): Promise<number> {
  const { result, seconds } = await live(Number(values.from), Number(values.seeds), keptSeeds);
  tell(result, seconds);
  if (isKept)
    await keepPart(Number(values.from) > 20_000 ? "further" : "seeds", {
      ...result,
      seconds,
      threads: Number(values.threads),
    });
  return result.broken.length === 0 ? 0 : 1;
}

function tell(result: ShardResult, seconds: number): void {
  for (const { seed, broken } of result.broken.slice(0, 20)) {
    print(`seed ${seed}: ${broken}\n  npm run test:simulation -- --seed ${seed}`);
  }
  const hours = Math.round(result.virtualMs / 3_600_000);
  print(
    `${result.histories} histories, ${result.broken.length} with a broken promise; ${result.runs} runs, ${result.powers} power actions, ${result.steps} ` +
      `steps, ${hours} virtual hours in ${seconds.toFixed(1)} s (${Math.round(result.histories / seconds)} per second)`,
  );
}

async function live(first: number, howMany: number, beside: readonly number[]) {
  const asked = Array.from({ length: howMany }, (_, index) => first + index);
  const seeds = [...new Set([...beside, ...asked])];
  const began = performance.now();
  const result = await runSeeds(
    seeds,
    Number(values.threads),
    values.within === undefined ? undefined : Number(values.within) * 1_000,
  );
  return { result, seconds: (performance.now() - began) / 1_000 };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { Worker } from "node:worker_threads";
import type { ShardOrder, ShardResult } from "./shard.ts";

/** Spreads seeds over threads and adds up what they found; the result does not depend on the number of threads. */
export async function runSeeds(seeds: readonly number[], threads: number, withinMs?: number): Promise<ShardResult> {
  const parts = Array.from({ length: threads }, (_, part) => seeds.filter((_seed, index) => index % threads === part));
  const results = await Promise.all(parts.map((part) => runPart({ seeds: part, untilBroken: false, withinMs })));
  const sum = (pick: (result: ShardResult) => number) => results.reduce((total, result) => total + pick(result), 0);
  return {
    histories: sum(({ histories }) => histories),
    steps: sum(({ steps }) => steps),
    runs: sum(({ runs }) => runs),
    powers: sum(({ powers }) => powers),
    virtualMs: sum(({ virtualMs }) => virtualMs),
    kills: results.flatMap(({ kills }) => kills),
    faults: addUp(results.map(({ faults }) => faults)),
    passed: [...new Set(results.flatMap(({ passed }) => passed))],
    broken: results.flatMap(({ broken }) => broken).sort((left, right) => left.seed - right.seed),
  };
}

function runPart(workerData: ShardOrder): Promise<ShardResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./shard.ts", import.meta.url), { workerData });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function addUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [kind, count] of counts.flatMap((one) => Object.entries(one))) total[kind] = (total[kind] ?? 0) + count;
  return total;
}

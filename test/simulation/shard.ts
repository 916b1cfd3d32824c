import { parentPort, workerData } from "node:worker_threads";
import { simulate } from "./simulate.ts";

/** Seeds that one thread lives through, a few histories side by side so that none waits for the event loop alone. */
export interface ShardOrder {
  readonly seeds: readonly number[];
  /** Stop at the first broken promise. */
  readonly untilBroken: boolean;
  /** No history begins after so many milliseconds; all do when it is left out. */
  readonly withinMs?: number | undefined;
}

export interface ShardResult {
  readonly histories: number;
  readonly steps: number;
  readonly runs: number;
  readonly powers: number;
  readonly virtualMs: number;
  /** Of each history that was struck: the points, in order. */
  readonly kills: readonly (readonly string[])[];
  readonly passed: readonly string[];
  readonly faults: Readonly<Record<string, number>>;
  readonly broken: readonly { readonly seed: number; readonly broken: string }[];
}

const SIDE_BY_SIDE = 4;

/** Lives every history of the order; `onHistory` is told of each that has ended. */
export async function runShard(
  { seeds, untilBroken, withinMs = Number.POSITIVE_INFINITY }: ShardOrder,
  onHistory: () => void = () => undefined,
): Promise<ShardResult> {
  const waiting = seeds.values();
  const began = performance.now();
  const total = { histories: 0, steps: 0, runs: 0, powers: 0, virtualMs: 0 };
  const kills: (readonly string[])[] = [];
  const faults: Record<string, number> = {};
  const passed = new Set<string>();
  const broken: { seed: number; broken: string }[] = [];

  async function lane(): Promise<void> {
    for (const seed of waiting) {
      if ((untilBroken && broken.length > 0) || performance.now() - began > withinMs) return;
      const history = await simulate(seed);
      total.histories += 1;
      onHistory();
      total.steps += history.steps;
      total.runs += history.runs;
      total.powers += history.powers;
      total.virtualMs += history.virtualMs;
      if (history.kills.length > 0) kills.push(history.kills);
      for (const [kind, count] of history.faults) faults[kind] = (faults[kind] ?? 0) + count;
      for (const boundary of history.passed) passed.add(boundary);
      if (history.broken !== null) broken.push({ seed, broken: history.broken });
    }
  }

  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  return { ...total, kills, passed: [...passed], faults, broken };
}

if (parentPort !== null && isOrder(workerData)) {
  // A stack for every refused call would be half of the work, and replaying shows it anyway.
  Error.stackTraceLimit = 0;
  parentPort.postMessage(await runShard(workerData));
}

function isOrder(value: unknown): value is ShardOrder {
  return typeof value === "object" && value !== null && "seeds" in value && "untilBroken" in value;
}

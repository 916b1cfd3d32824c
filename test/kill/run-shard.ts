import type { CaseResult } from "./kill-case.ts";
import type { KillPoint } from "./kill-point.ts";
import { type Blows, liveThrough } from "./life.ts";
import { keepResult, traceFile } from "./results.ts";
import { openStand, type StandOptions } from "./stand.ts";
import { keepTrace } from "./trace.ts";

export interface ShardOptions extends StandOptions {
  readonly minutes: number;
}

/** Runs the cases, several in one machine's life; one that broke something gets the next ones a fresh stand. */
export async function runShard(
  points: readonly KillPoint[],
  file: string,
  { minutes, ...options }: ShardOptions,
): Promise<number> {
  const deadline = Date.now() + minutes * 60_000;
  const waiting = [...points];
  let stand = await openStand(options);
  let bad = 0;
  const keep = async (result: CaseResult): Promise<void> => {
    await keepResult(file, result);
    process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${lineOf(result)}\n`);
  };
  try {
    for (let life = 0; waiting.length > 0 && Date.now() < deadline; life += 1) {
      const name = `case-${process.pid}-${life}`;
      const results = await liveThrough(stand, take(waiting), name, keep);
      const broken = results.filter(({ problems }) => problems.length > 0);
      if (broken.length === 0) continue;
      bad += broken.length;
      await keepTrace(traceFile(name), stand, name, broken);
      await stand.close();
      stand = await openStand(options);
    }
  } finally {
    await stand.close();
  }
  return bad === 0 ? 0 : 1;
}

const MOST_CHANGES = 3;
const MOST_POWERS = 8;

/** What fits into one life, in the order of the points; a life is as long as its cases need it. */
function take(waiting: KillPoint[]): Blows {
  const next = (...phases: readonly string[]): KillPoint | undefined => {
    const index = waiting.findIndex(({ phase }) => phases.includes(phase));
    return index === -1 ? undefined : waiting.splice(index, 1)[0];
  };
  const count = (...phases: readonly string[]): number => waiting.filter(({ phase }) => phases.includes(phase)).length;
  const lives = Math.max(1, count("submit", "apply"), count("destroy"));
  const share = Math.min(MOST_CHANGES, Math.ceil(count("change") / lives));
  const first = next("submit", "apply");
  const changes = Array.from({ length: share }, () => next("change")).filter((point) => point !== undefined);
  const powers = Math.min(MOST_POWERS, Math.ceil(count("power") / lives));
  const power = Array.from({ length: powers }, () => next("power")).filter((point) => point !== undefined);
  return { first, changes, power, destroy: next("destroy") };
}

function lineOf({ point, phase, problems, seconds, rounds, failures, knownAfterSeconds }: CaseResult): string {
  const verdict = problems.length > 0 ? "BROKEN" : phase === null ? "not passed" : "kept";
  const facts = `${phase}, known after ${knownAfterSeconds} s, ${rounds} rounds, ${seconds} s`;
  const ends = failures.length === 0 ? "" : ` [${failures.join(", ")}]`;
  return [`${verdict}: ${point} (${facts})${ends}`, ...problems.map((problem) => `    ${problem}`)].join("\n");
}

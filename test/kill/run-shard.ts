import type { KillPoint } from "./kill-point.ts";
import { keepResult } from "./results.ts";
import { type CaseResult, runCase } from "./run-case.ts";
import { openStand } from "./stand.ts";

/** Runs the cases one after the other on one stand; a case that broke something gets the next one a fresh stand. */
export async function runShard(
  points: readonly KillPoint[],
  file: string,
  { minutes }: { readonly minutes: number },
): Promise<number> {
  const deadline = Date.now() + minutes * 60_000;
  let stand = await openStand();
  let bad = 0;
  try {
    for (const [index, point] of points.entries()) {
      if (Date.now() > deadline) break;
      const result = await runCase(stand, point, `case-${process.pid % 1_000}-${index}`);
      await keepResult(file, result);
      process.stdout.write(`${lineOf(result)}\n`);
      if (result.problems.length === 0) continue;
      bad += 1;
      await stand.close();
      stand = await openStand();
    }
  } finally {
    await stand.close();
  }
  return bad === 0 ? 0 : 1;
}

function lineOf({ point, phase, problems, seconds, rounds, knownAfterSeconds }: CaseResult): string {
  const verdict = phase === null ? "not passed" : problems.length === 0 ? "kept" : "BROKEN";
  const facts = `${phase}, known after ${knownAfterSeconds} s, ${rounds} rounds, ${seconds} s`;
  return [`${verdict}: ${point} (${facts})`, ...problems.map((problem) => `    ${problem}`)].join("\n");
}

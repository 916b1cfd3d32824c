import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { countKills } from "./count-kills.ts";
import type { Kept, KeptHistories, KeptMutants } from "./kept-results.ts";
import { BOUNDARIES, KILL_POINTS, MOMENTS, VICTIMS } from "./kill-points.ts";
import { MUTANTS } from "./mutants.ts";

export interface ReportParts {
  readonly seeds: Kept<KeptHistories>;
  readonly further: Kept<KeptHistories> | null;
  readonly kills: Kept<KeptHistories>;
  readonly mutants: Kept<KeptMutants>;
  readonly regressions: number;
}

/** Writes what whole runs found to docs/reports/simulation.md. */
export async function writeReport(parts: ReportParts): Promise<string> {
  const path = join(resolve(import.meta.dirname, "../.."), "docs/reports/simulation.md");
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, textOf(parts));
  return path;
}

function textOf({ seeds, further, kills, mutants, regressions }: ReportParts): string {
  return `# Simulation: report

Written by \`npm run test:simulation -- --report\` on ${new Date().toISOString().slice(0, 10)}; what it means is told in [testing](../testing.md).

## Histories

${historyTable(seeds, [`of which ${regressions} once broke a promise`])}
${brokenOf(seeds)}
${faultTable(seeds)}
${further === null ? "" : furtherText(further)}

## Kills

${historyTable(kills, [])}
${killTable(kills)}
${brokenOf(kills)}
${faultTable(kills)}

${mutantsText(mutants)}`;
}

function furtherText(further: Kept<KeptHistories>): string {
  return `## Further histories

Beyond those that CI lives.

${historyTable(further, [])}
${brokenOf(further)}
${faultTable(further)}
`;
}

function historyTable(run: Kept<KeptHistories>, notes: readonly string[]): string {
  const { histories, broken, runs, powers, steps, virtualMs, seconds, threads, commit } = run;
  return `| | |
| --- | --- |
| histories | ${[histories, ...notes].join(", ")} |
| with a broken promise | ${broken.length} |
| runs in them | ${runs} |
| machines started, stopped or rebooted in them | ${powers} |
| steps in them | ${steps} |
| virtual time | ${Math.round(virtualMs / 3_600_000)} hours |
| real time | ${Math.round(seconds)} s on ${threads} threads, beside other work |
| sources | ${commit} |`;
}

function killTable({ kills }: KeptHistories): string {
  const { histories, kills: count, points, pairs, doubles, boundaries, never } = countKills(kills);
  return `| histories in which a blow fell | ${histories}, in ${doubles} of them two |
| kills | ${count} |
| boundaries where somebody was killed | ${boundaries} of ${BOUNDARIES.length} |
| kill points: a boundary × ${VICTIMS.join(", ")} (of those that are there) × ${MOMENTS.join(", ")} | ${points} of ${KILL_POINTS.length} |
| different pairs of points, one after the other | ${pairs} |

${never.length} points were never struck: at their boundaries there was no such victim, or no history came by.`;
}

function brokenOf({ broken }: KeptHistories): string {
  return broken.map(({ seed, broken: what }) => `- seed ${seed}: ${plain(what)}`).join("\n");
}

function faultTable({ faults }: KeptHistories): string {
  const rows = Object.entries(faults).sort(([left], [right]) => (left < right ? -1 : 1));
  if (rows.length === 0) return "";
  return `
| what went wrong | times |
| --- | --- |
${rows.map(([kind, count]) => `| ${kind} | ${count} |`).join("\n")}`;
}

function mutantsText({ verdicts, seedsPerMutant, commit }: Kept<KeptMutants>): string {
  const found = verdicts.filter((verdict) => verdict.found !== null);
  const left = MUTANTS.length - verdicts.length;
  const untold = left > 0 ? ` (${left} more were not looked for in this run)` : "";
  const rows = verdicts.map(({ mutant, found: how }) => {
    const seen =
      how === null ? "– | – | **not found**" : `${how.histories} | ${how.seed ?? "–"} | ${plain(how.broken)}`;
    return `| ${mutant.id} | ${mutant.kind} | ${mutant.trap ?? ""} | ${seen} |`;
  });
  return `## Planted bugs

${found.length} of ${verdicts.length} found${untold}, with at most ${seedsPerMutant} histories each (sources ${commit}). The number in the third column is the real case that the bug repeats, in the list of traps that the project began with.

| bug | kind | case | histories until found | seed | what broke |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

/** Ids differ from run to run of a changed world; the sentence is what counts. */
function plain(broken: string): string {
  return broken
    .replaceAll("|", "/")
    .replaceAll("\n", " ")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f-]{27})?\b/g, "…")
    .slice(0, 300);
}

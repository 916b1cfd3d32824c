import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { MutantVerdict } from "./run-mutants.ts";
import type { ShardResult } from "./shard.ts";

export interface ReportParts {
  readonly seeds: ShardResult;
  readonly seconds: number;
  readonly threads: number;
  readonly verdicts: readonly MutantVerdict[];
  readonly seedsPerMutant: number;
  readonly regressions: number;
}

/** Writes what a whole run found to docs/reports/simulation.md. */
export async function writeReport(parts: ReportParts): Promise<string> {
  const path = join(resolve(import.meta.dirname, "../.."), "docs/reports/simulation.md");
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, textOf(parts));
  return path;
}

function textOf({ seeds, seconds, threads, verdicts, seedsPerMutant, regressions }: ReportParts): string {
  const found = verdicts.filter((verdict) => verdict.found !== null);
  const rows = verdicts.map(({ mutant, found: how }) => {
    const seen = how === null ? "**not found**" : `${how.histories} | ${plain(how.broken)}`;
    return `| ${mutant.id} | ${mutant.kind} | ${how === null ? `– | ${seen}` : seen} |`;
  });
  return `# Simulation: report

Written by \`npm run test:simulation -- --report\` on ${new Date().toISOString().slice(0, 10)}; what it means is told in [testing](../testing.md).

| | |
| --- | --- |
| histories | ${seeds.histories}, of which ${regressions} once broke a promise |
| with a broken promise | ${seeds.broken.length} |
| runs in them | ${seeds.runs} |
| steps in them | ${seeds.steps} |
| virtual time | ${Math.round(seeds.virtualMs / 3_600_000)} hours |
| real time | ${seconds.toFixed(1)} s on ${threads} threads: ${Math.round(seeds.histories / seconds)} histories per second |
| planted bugs found | ${found.length} of ${verdicts.length}, with at most ${seedsPerMutant} histories each |

${seeds.broken.map(({ seed, broken }) => `- seed ${seed}: ${plain(broken)}`).join("\n")}

## Planted bugs

| bug | kind | histories until found | what broke |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

/** Ids differ from run to run of a changed world; the sentence is what counts. */
function plain(broken: string): string {
  return broken.replaceAll("|", "/").replace(/\b[0-9a-f]{8}(-[0-9a-f-]{27})?\b/g, "…");
}

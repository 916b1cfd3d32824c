import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ControlResult } from "./control.ts";
import { type KillPoint, pointOf, pointsOf, VICTIMS } from "./kill-point.ts";
import { readPassages, readResults } from "./results.ts";
import type { CaseResult } from "./run-case.ts";

const REPORT = resolve(import.meta.dirname, "../../docs/reports/kill.md");

/** Writes docs/reports/kill.md from the results so far. Answers an exit code: 1 while a case is broken. */
export async function writeReport(): Promise<number> {
  const results = await readResults();
  const passages = await readPassages();
  const control = await readResults<ControlResult>(/^control/);
  const text = [
    "# Kill test: report",
    "",
    "Written by `npm run test:kill -- --report`; how the test works is in [kill-test.md](../kill-test.md).",
    "",
    ...boundaries(passages, pointsOf(passages)),
    ...cases(results),
    ...failures(results),
    ...controlPart(control),
  ];
  await writeFile(join(REPORT), `${text.join("\n")}\n`);
  const broken = results.filter(({ problems }) => problems.length > 0).length;
  process.stdout.write(`${results.length} cases, ${broken} broken: ${REPORT}\n`);
  return broken === 0 ? 0 : 1;
}

function boundaries(passages: Awaited<ReturnType<typeof readPassages>>, points: readonly KillPoint[]): string[] {
  const rows = Object.entries(passages).map(
    ([who, passed]) => `| ${who} | ${new Set(passed).size} | ${passed.length} |`,
  );
  return [
    ...["## Boundaries", "", "One story: submit, plan, apply on both clouds, change, destroy.", ""],
    ...["| passed by | boundaries | passages in one story |", "|---|---|---|", ...rows, ""],
    `Every passage × before and after × whoever can die there makes ${points.length} single kill points.`,
    "",
  ];
}

function cases(results: readonly CaseResult[]): string[] {
  const struck = results.filter(({ phase }) => phase !== null);
  const rows = VICTIMS.flatMap((victim) =>
    (["before", "after"] as const).map((moment) => {
      const mine = struck.filter(({ point }) => pointOf(point).victim === victim && pointOf(point).moment === moment);
      const places = new Set(mine.map(({ point }) => pointOf(point).boundary)).size;
      const broken = mine.filter(({ problems }) => problems.length > 0).length;
      const word = moment === "before" ? "request lost" : "answer lost";
      return `| ${victim} | ${word} | ${places} | ${mine.length} | ${broken} |`;
    }),
  );
  const phases = new Set(struck.map(({ phase }) => phase));
  const spread = [...phases].map((one) => `${one} ${struck.filter(({ phase }) => phase === one).length}`).join(", ");
  const known = struck.map(({ knownAfterSeconds }) => knownAfterSeconds ?? 0).toSorted((a, b) => a - b);
  return [
    ...["## Kills", "", `${struck.length} kills with real Terraform and real providers on the sandbox clouds.`, ""],
    ...["| killed | moment | boundaries | kills | broken |", "|---|---|---|---|---|", ...rows, ""],
    `By part of the story: ${spread}. ${results.length - struck.length} more cases ended without passing their point.`,
    `From rest until every object was in a state or a repair list: median ${middle(known)} s, longest ${known.at(-1) ?? 0} s (allowed: 60 s).`,
    "",
    "In every kept case: no state went back, every object was known, no name was there twice, the plan after the repair was empty, and the destroy left nothing on either cloud.",
    "",
  ];
}

function failures(results: readonly CaseResult[]): string[] {
  const broken = results.filter(({ problems }) => problems.length > 0);
  return [
    ...["## Broken cases", "", ...(broken.length === 0 ? ["None.", ""] : [])],
    ...broken.flatMap(({ point, phase, problems }) => [
      `- \`npm run test:kill -- --only "${point}"\` (${phase ?? "not passed"})`,
      ...problems.map((problem) => `  - ${problem.slice(0, 400)}`),
    ]),
    ...(broken.length === 0 ? [] : [""]),
  ];
}

function controlPart(control: readonly ControlResult[]): string[] {
  const killed = control.filter(({ passed }) => passed);
  const [losing, doubling] = [
    killed.filter(({ lost }) => lost.length > 0),
    killed.filter(({ doubled }) => doubled.length > 0),
  ];
  const stuck = killed.filter(({ exits }) => exits[1] !== 0).length;
  const objects = killed.reduce((sum, { lost }) => sum + lost.length, 0);
  return [
    "## Control: the same kills on a shell script",
    "",
    "`terraform init && terraform plan -out && terraform apply`, killed at the same calls, run again, then `terraform destroy`: the exported files, the HTTP backend, the same clouds.",
    "",
    "| kills | left something that no state knew after the destroy | objects so lost | made something twice | second run failed |",
    "|---|---|---|---|---|",
    `| ${killed.length} | ${losing.length} | ${objects} | ${doubling.length} | ${stuck} |`,
  ];
}

function middle(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

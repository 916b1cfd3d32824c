import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ControlResult } from "./control.ts";
import type { CaseResult } from "./kill-case.ts";
import { type KillPoint, PASSERS, type Passages, PHASES, pointOf, pointsOf, VICTIMS } from "./kill-point.ts";
import { readPassages, readResults } from "./results.ts";

const REPORT = resolve(import.meta.dirname, "../../docs/reports/kill.md");

interface Kill extends CaseResult {
  readonly at: KillPoint;
}

/** Writes docs/reports/kill.md from the results so far. Answers an exit code: 1 while a case is broken. */
export async function writeReport(): Promise<number> {
  const results = await readResults();
  const kills = results.filter(({ phase }) => phase !== null).map((one) => ({ ...one, at: pointOf(one.point) }));
  const passages = await readPassages();
  const control = await readResults<ControlResult>(/^control/);
  const text = [
    "# Kill test: report",
    "",
    "Written by `npm run test:kill -- --report`; how the test works is in [kill-test.md](../kill-test.md).",
    "",
    ...boundaries(passages, kills),
    ...summary(kills, results.length - kills.length),
    ...byVictim(kills),
    ...byPhase(kills),
    ...doubles(kills),
    ...failures(results),
    ...controlPart(control),
  ];
  await writeFile(REPORT, `${text.join("\n")}\n`);
  const broken = results.filter(({ problems }) => problems.length > 0).length;
  process.stdout.write(`${kills.length} kills, ${broken} broken: ${REPORT}\n`);
  return broken === 0 ? 0 : 1;
}

function boundaries(passages: Passages, kills: readonly Kill[]): string[] {
  const rows = PASSERS.map((who) => {
    const passed = PHASES.flatMap((phase) => passages[phase][who]);
    const all = new Set(passed);
    const struck = new Set(kills.filter(({ at }) => at.passer === who).map(({ at }) => at.boundary));
    return `| ${who} | ${all.size} | ${passed.length} | ${[...all].filter((one) => struck.has(one)).length} |`;
  });
  const seen = new Set(kills.flatMap(({ passed }) => passed));
  const known = new Set(
    PASSERS.flatMap((who) => PHASES.flatMap((phase) => passages[phase][who].map((one) => `${who} | ${one}`))),
  );
  const late = [...seen].filter((one) => !known.has(one)).toSorted();
  return [
    ...[
      "## Boundaries",
      "",
      "One story: submit, plan, apply on both clouds, change, stop, start and reboot both machines, destroy.",
      "",
    ],
    ...["| passed by | boundaries | passages in one story | boundaries killed at |", "|---|---|---|---|", ...rows, ""],
    `Every passage × before and after × whoever can die there makes ${pointsOf(passages).length} single kill points.`,
    `${late.length} more boundaries are passed only while something is recovered: ${late.map((one) => `\`${one.replace(" | ", ": ")}\``).join(", ") || "none"}.`,
    "",
  ];
}

function summary(kills: readonly Kill[], notPassed: number): string[] {
  const known = kills.map(({ knownAfterSeconds }) => knownAfterSeconds ?? 0).toSorted((a, b) => a - b);
  const broken = kills.filter(({ problems }) => problems.length > 0).length;
  return [
    ...["## Kills", ""],
    `${kills.length} kills with real Terraform and real providers on the sandbox clouds, ${broken} of them broken. ${notPassed} more cases ended without passing their point.`,
    "",
    "In every kept case: no state went back, every object was known, no name was there twice, the plan after the repair was empty, no run ended with `internal`, and the destroy left nothing on either cloud. Where machines were stopped, started and rebooted: every power action ended as done, none stayed unfinished, and each cloud's own history holds each of them once.",
    "",
    `From rest until every object was in a state or a repair list: median ${at(known, 0.5)} s, 99 % within ${at(known, 0.99)} s, longest ${known.at(-1) ?? 0} s (allowed: 60 s).`,
    "",
  ];
}

function byVictim(kills: readonly Kill[]): string[] {
  const rows = VICTIMS.flatMap((victim) =>
    (["before", "after"] as const).map((moment) => {
      const mine = kills.filter((one) => one.at.victim === victim && one.at.moment === moment);
      const places = new Set(mine.map((one) => `${one.at.passer} ${one.at.boundary}`)).size;
      const word = moment === "before" ? "request lost" : "answer lost";
      return `| ${victim} | ${word} | ${places} | ${mine.length} | ${broken(mine)} |`;
    }),
  );
  return ["| killed | moment | boundaries | kills | broken |", "|---|---|---|---|---|", ...rows, ""];
}

function byPhase(kills: readonly Kill[]): string[] {
  const rows = PHASES.map((phase) => {
    const mine = kills.filter((one) => one.phase === phase);
    const cells = VICTIMS.map((victim) => mine.filter((one) => one.at.victim === victim).length);
    return `| ${phase} | ${cells.join(" | ")} | ${mine.length} |`;
  });
  const ofPower = kills.filter(({ phase, at }) => phase === "power" && /power_action|^cloud: /.test(at.boundary));
  const ofCloud = (cloud: string) => kills.filter((one) => one.at.boundary.startsWith(`${cloud}: `));
  return [
    ...["By the part of the story in which the blow fell:", ""],
    ...[`| part | ${VICTIMS.join(" | ")} | all |`, `|---|${"---|".repeat(VICTIMS.length + 1)}`, ...rows, ""],
    `In the middle of an engine's call: ${ofCloud("openstack").length} on OpenStack, ${ofCloud("cloudstack").length} on CloudStack. Every other kill met runs or power actions on both clouds. At power's own boundaries (its rows, and what a worker asks of a cloud for it): ${ofPower.length}.`,
    "",
  ];
}

function doubles(kills: readonly Kill[]): string[] {
  const double = kills.filter((one) => one.at.again !== undefined);
  if (double.length === 0) return [];
  const second = VICTIMS.map((victim) => [victim, double.filter((one) => one.at.again?.victim === victim).length]);
  const told = second.filter(([, count]) => count !== 0).map(([victim, count]) => `${victim} ${count}`);
  return [
    `${double.length} of them were double: the second blow fell during the recovery from the first (${told.join(", ")}); ${broken(double)} broken. The simulation has the others.`,
    "",
  ];
}

function failures(results: readonly CaseResult[]): string[] {
  const bad = results.filter(({ problems }) => problems.length > 0);
  return [
    ...["## Broken cases", "", ...(bad.length === 0 ? ["None.", ""] : [])],
    ...bad.flatMap(({ point, phase, problems }) => [
      `- \`npm run test:kill -- --only "${point}"\` (${phase ?? "not passed"})`,
      ...problems.map((problem) => `  - ${problem.slice(0, 400)}`),
    ]),
    ...(bad.length === 0 ? [] : [""]),
  ];
}

function controlPart(control: readonly ControlResult[]): string[] {
  const killed = control.filter(({ passed }) => passed);
  const rows = (["openstack", "cloudstack"] as const).map((cloud) => {
    const mine = killed.filter(({ point }) => pointOf(point).boundary.startsWith(cloud));
    const losing = mine.filter(({ lost }) => lost.length > 0).length;
    const objects = mine.reduce((sum, { lost }) => sum + lost.length, 0);
    const doubling = mine.filter(({ doubled }) => doubled.length > 0).length;
    const stuck = mine.filter(({ exits }) => exits[1] !== 0).length;
    return `| ${cloud} | ${mine.length} | ${losing} | ${objects} | ${doubling} | ${stuck} |`;
  });
  return [
    ...["## Control: the same kills on a shell script", ""],
    "`terraform init && terraform plan -out && terraform apply`, killed at the same calls, run again, then `terraform destroy`: the exported files, the HTTP backend, the same clouds.",
    "",
    "| cloud | kills | left something that no state knew after the destroy | objects so lost | made something twice | second run failed |",
    ...["|---|---|---|---|---|---|", ...rows],
  ];
}

function broken(kills: readonly Kill[]): number {
  return kills.filter(({ problems }) => problems.length > 0).length;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

/**
 * `npm run test:kill -- [--shard I/N] [--cases N] [--skip N] [--victims a,b] [--phases a,b] [--matching REGEX] [--embedded] [--minutes M] | --doubles | --record | --only "POINT" | --control | --report`
 * (docs/kill-test.md). Results are lines of `.twinstack/kill/`; what is there already is not done again.
 */
import { parseArgs } from "node:util";
import { runControl } from "./control.ts";
import { doublePoints } from "./double-points.ts";
import { type KillPoint, PASSERS, PHASES, pointName, pointOf, pointsOf } from "./kill-point.ts";
import { record } from "./record.ts";
import { writeReport } from "./report.ts";
import { keepPassages, readPassages, readResults, resultFile } from "./results.ts";
import { runShard } from "./run-shard.ts";
import { openStand } from "./stand.ts";

const { values } = parseArgs({
  options: {
    shard: { type: "string", default: "1/1" },
    cases: { type: "string", default: "300" },
    skip: { type: "string", default: "0" },
    minutes: { type: "string", default: "1000" },
    victims: { type: "string" },
    phases: { type: "string" },
    matching: { type: "string" },
    embedded: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    only: { type: "string" },
    doubles: { type: "boolean", default: false },
    control: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
  },
});

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
process.exitCode = await choose();

async function choose(): Promise<number> {
  if (values.record) return recordOnce();
  if (values.control) return runControl(Number(values.cases), Number(values.minutes));
  if (values.report) return writeReport();
  const [index = 1, count = 1] = values.shard.split("/").map(Number);
  const options = { minutes: Number(values.minutes), embedded: values.embedded };
  if (values.only !== undefined) return runShard([pointOf(values.only)], resultFile("only"), options);
  if (values.doubles)
    return runShard(await missing(doublePoints(Number(values.cases))), resultFile("shard-doubles"), options);
  const name = `shard-${values.embedded ? "embedded-" : ""}${index}-of-${count}`;
  return runShard(await chosen(index, count), resultFile(name), options);
}

async function recordOnce(): Promise<number> {
  const stand = await openStand();
  try {
    await keepPassages(await record(stand));
  } finally {
    await stand.close();
  }
  const passages = await readPassages();
  for (const who of PASSERS) {
    const passed = PHASES.flatMap((phase) => passages[phase][who]);
    print(`${who}: ${new Set(passed).size} boundaries, passed ${passed.length} times in one story`);
  }
  print(`${pointsOf(passages).length} kill points`);
  return 0;
}

/** This shard's share of the first `--cases` points that nobody has done. */
async function chosen(index: number, count: number) {
  const wanted = values.victims?.split(",");
  const parts = values.phases?.split(",");
  const all = pointsOf(await readPassages())
    .filter(({ victim }) => wanted?.includes(victim) ?? true)
    .filter(({ phase }) => parts?.includes(phase) ?? true)
    .filter((point) => new RegExp(values.matching ?? "").test(pointName(point)))
    // Only a stand whose service has a database of its own can lose it.
    .filter(({ victim }) => (victim === "embedded") === values.embedded);
  const mine = all.slice(Number(values.skip)).filter((_, place) => place % count === index - 1);
  return missing(mine.slice(0, Math.ceil(Number(values.cases) / count)));
}

async function missing(points: readonly KillPoint[]) {
  const done = new Set((await readResults()).map(({ point }) => point));
  return points.filter((point) => !done.has(pointName(point)));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

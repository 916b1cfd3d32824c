import { parseArgs } from "node:util";
import { benchCdktfSynth } from "./cdktf-synth.ts";
import { benchDriftRecall } from "./drift-recall.ts";
import { benchIdleWorkspaces } from "./idle-workspaces.ts";
import { type Figure, renderFigures } from "./lib/report.ts";
import { benchLoad } from "./load.ts";
import { benchPage } from "./page.ts";
import { benchPlan } from "./plan.ts";
import { benchQueue } from "./queue.ts";
import { benchRequestCost } from "./request-cost.ts";
import { benchSubmissions } from "./submissions.ts";
import { benchSynth } from "./synth.ts";
import { benchTenantPool } from "./tenant-pool.ts";
import { benchTwin } from "./twin.ts";

/** Every benchmark by the name it is called with; without a name all of them run. */
const BENCHMARKS = {
  synth: { title: "Synthesis", run: benchSynth },
  "cdktf-synth": { title: "cdktf synth against warm synthesis", run: benchCdktfSynth },
  plan: { title: "Accepted → both plans stored", run: benchPlan },
  queue: { title: "Queue: run made → claimed, worker killed → resumed", run: benchQueue },
  submissions: { title: "Many submissions at once", run: benchSubmissions },
  load: { title: "300 mixed requests per second of 2,000 signed-in people", run: benchLoad },
  "request-cost": { title: "Processor time of a request", run: benchRequestCost },
  "idle-workspaces": { title: "Idle workspaces", run: benchIdleWorkspaces },
  "state-backend": { title: "State backend", run: printed(() => import("./state-backend.ts")) },
  page: { title: "The page: first paint on a slow processor, a thousand machines that scroll", run: benchPage },
  "tenant-pool": { title: "One query as the service and as a tenant", run: benchTenantPool },
  "drift-recall": { title: "Drift of every kind against terraform plan", run: benchDriftRecall },
  twin: { title: "Submit → both running, change → live", run: benchTwin },
} as const;

/** A benchmark that prints its own lines and ends when they are printed. */
function printed(load: () => Promise<unknown>): () => Promise<readonly Figure[]> {
  return async () => {
    await load();
    return [];
  };
}

/** `--count N` says how much of it, where a benchmark knows what that means: submissions at once, idle workspaces. */
const { values, positionals: asked } = parseArgs({ options: { count: { type: "string" } }, allowPositionals: true });
const count = values.count === undefined ? undefined : Number(values.count);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  process.stderr.write(`unknown benchmark: ${unknown.join(", ")}; there are: ${Object.keys(BENCHMARKS).join(", ")}\n`);
  process.exitCode = 2;
} else {
  for (const [name, { title, run }] of Object.entries(BENCHMARKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stderr.write(`${title} …\n`);
    const figures = await run(count);
    if (figures.length > 0) process.stdout.write(`${renderFigures(title, figures)}\n`);
  }
}

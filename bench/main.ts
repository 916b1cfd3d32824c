import { benchCdktfSynth } from "./cdktf-synth.ts";
import { renderFigures } from "./lib/report.ts";
import { benchPlan } from "./plan.ts";
import { benchQueue } from "./queue.ts";
import { benchSynth } from "./synth.ts";
import { benchTwin } from "./twin.ts";

/** Every benchmark by the name it is called with; without a name all of them run. */
const BENCHMARKS = {
  synth: { title: "Synthesis", run: benchSynth },
  "cdktf-synth": { title: "cdktf synth against warm synthesis", run: benchCdktfSynth },
  plan: { title: "Accepted → both plans stored", run: benchPlan },
  queue: { title: "Queue: run made → claimed, worker killed → resumed", run: benchQueue },
  twin: { title: "Submit → both running, change → live", run: benchTwin },
} as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  process.stderr.write(`unknown benchmark: ${unknown.join(", ")}; there are: ${Object.keys(BENCHMARKS).join(", ")}\n`);
  process.exitCode = 2;
} else {
  for (const [name, { title, run }] of Object.entries(BENCHMARKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stderr.write(`${title} …\n`);
    process.stdout.write(`${renderFigures(title, await run())}\n`);
  }
}

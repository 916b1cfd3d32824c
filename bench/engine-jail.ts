/** What the engine's jail costs: the same plan of the OpenStack site with and without it, in interleaved pairs. */
import { findEngineJail } from "../src/adapters/terraform/find-engine-jail.ts";
import { synthesizeSite } from "../stacks/synthesize-site.ts";
import { openEngineBench } from "../test/_helpers/engine-bench.ts";
import { openOpenstackSite } from "../test/_helpers/sandbox-site.ts";
import { toolchain } from "../test/_helpers/toolchain.ts";

const PAIRS = Number(process.argv[2] ?? 15);
const WARM_UP = 2;

const [site, bench] = await Promise.all([openOpenstackSite(), openEngineBench()]);
const files = synthesizeSite(site.plan());
const { jail, reason } = await findEngineJail({ toolchain: toolchain(), workRoot: bench.workRoot });
if (jail === null) throw new TypeError(`this measurement needs the jail: ${reason}`);
const sides = { without: bench.engine(), within: bench.engine({ jail: async () => jail }) };

async function time(side: keyof typeof sides): Promise<number> {
  const request = await bench.request(files, { environment: site.environment });
  const begin = performance.now();
  const result = await sides[side].plan(request);
  if (result.kind !== "planned") throw new TypeError(JSON.stringify(result));
  return performance.now() - begin;
}

const pairs: { readonly without: number; readonly within: number }[] = [];
for (let round = 0; round < PAIRS + WARM_UP; round += 1) {
  const pair =
    round % 2 === 0
      ? { without: await time("without"), within: await time("within") }
      : { within: await time("within"), without: await time("without") };
  if (round >= WARM_UP) pairs.push(pair);
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const ratio = median(pairs.map(({ within, without }) => within / without));
const times = `${median(pairs.map(({ without }) => without)).toFixed(0)} → ${median(pairs.map(({ within }) => within)).toFixed(0)} ms`;
process.stdout.write(`engine jail, plan and show, ${pairs.length} pairs: ratio ${ratio.toFixed(3)} (${times})\n`);
await Promise.all([site.close(), bench.close()]);

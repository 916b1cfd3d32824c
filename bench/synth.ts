import { makeSynthesizer } from "../src/adapters/synth/worker-synthesizer.ts";
import { synthesizeSite } from "../stacks/synthesize-site.ts";
import { cloudstackSitePlan } from "../test/_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../test/_fixtures/site-plans/openstack-site-plan.ts";
import { median, quantile, timed } from "./lib/interleaved-pairs.ts";
import { type Figure, figure } from "./lib/report.ts";

const WARM_UP = 50;
const ROUNDS = 3_000;
const THREAD_ROUNDS = 300;

/** Warm synthesis of both sites: time per pair of sites, in this process and through the worker thread, and the heap it leaves. */
export async function benchSynth(): Promise<readonly Figure[]> {
  for (let round = 0; round < WARM_UP; round += 1) synthesizeBoth(round);
  const before = settledHeapMib();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(() => synthesizeBoth(round)));
  const growth = settledHeapMib() - before;
  return [
    figure("warm synth of both sites, median", median(times), " ms", 10),
    figure("warm synth of both sites, p95", quantile(times, 0.95), " ms"),
    figure(`heap growth over ${ROUNDS} synths of both sites`, growth, " MiB", 8),
    figure("through the worker thread, median", await threadMedian(), " ms", 10),
  ];
}

function synthesizeBoth(round: number): void {
  const revision = round + 1;
  synthesizeSite(openstackSitePlan({ revision }));
  synthesizeSite(cloudstackSitePlan({ revision }));
}

async function threadMedian(): Promise<number> {
  const synthesizer = makeSynthesizer({ workerUrl: new URL("../stacks/synth-worker.ts", import.meta.url) });
  try {
    const both = async (revision: number): Promise<void> => {
      await Promise.all([
        synthesizer.synthesize(openstackSitePlan({ revision })),
        synthesizer.synthesize(cloudstackSitePlan({ revision })),
      ]);
    };
    for (let round = 0; round < WARM_UP; round += 1) await both(round + 1);
    const times: number[] = [];
    for (let round = 0; round < THREAD_ROUNDS; round += 1) times.push(await timed(() => both(round + 1)));
    return median(times);
  } finally {
    await synthesizer.close();
  }
}

/** Heap in MiB after collection; needs --expose-gc, because without it garbage would count as growth. */
function settledHeapMib(): number {
  if (globalThis.gc === undefined) throw new TypeError("start this benchmark with node --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

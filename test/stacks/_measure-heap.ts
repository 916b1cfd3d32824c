/** Child process of retained-heap.test.ts: prints retained heap in bytes after a warm-up and after many more synths. */
import { synthesizeSite } from "../../stacks/synthesize-site.ts";
import { cloudstackSitePlan } from "../_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../_fixtures/site-plans/openstack-site-plan.ts";

const [warmUps = 0, synths = 0] = process.argv.slice(2).map(Number);
const plans = [openstackSitePlan(), cloudstackSitePlan()];

function retainedAfter(count: number): number {
  for (let n = 0; n < count; n++) synthesizeSite(plans[n % plans.length]);
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

process.stdout.write(JSON.stringify({ before: retainedAfter(warmUps), after: retainedAfter(synths) }));

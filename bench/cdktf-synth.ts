import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import type { DeploymentPlan } from "../src/contract/index.ts";
import { synthesizeSite } from "../stacks/synthesize-site.ts";
import { cloudstackSitePlan } from "../test/_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../test/_fixtures/site-plans/openstack-site-plan.ts";
import { interleavedPairs } from "./lib/interleaved-pairs.ts";
import { type Figure, figure } from "./lib/report.ts";

const PAIRS = 5;
const CHECKOUT = resolve(import.meta.dirname, "..");

/** The same two site plans through `cdktf synth` as an operator calls it, and through the service's warm synthesis. */
export async function benchCdktfSynth(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-plans-"));
  try {
    await writeFile(join(folder, "web.json"), JSON.stringify(deploymentPlan()));
    const result = await interleavedPairs({
      name: "cdktf synth",
      pairs: PAIRS,
      warmUp: 1,
      ours: async (round) => {
        synthesizeSite(openstackSitePlan({ revision: round + 1 }));
        synthesizeSite(cloudstackSitePlan({ revision: round + 1 }));
      },
      raw: async () => {
        await execa(process.execPath, ["tools/command.mjs", "cdktf", "synth", "--output", join(folder, "out")], {
          cwd: CHECKOUT,
          // Any cloud in the environment keeps the command from looking for a sandbox, which synth does not need.
          env: { TWINSTACK_PLANS: folder, OS_AUTH_URL: "http://127.0.0.1:9/v3" },
          stdin: "ignore",
        });
      },
    });
    return [
      figure("cdktf synth of both sites, median", result.rawMs, " ms"),
      figure("warm synth of both sites in the same pairs, median", result.oursMs, " ms"),
      figure(`ratio, median of ${PAIRS} interleaved pairs`, result.ratio, " ×"),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function deploymentPlan(): DeploymentPlan {
  const openstack = openstackSitePlan();
  return {
    formatVersion: 1,
    workspaceId: openstack.workspaceId,
    revision: openstack.revision,
    sites: [openstack, cloudstackSitePlan()],
    explanations: [],
    warnings: [],
  };
}

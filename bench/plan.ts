import type { TerraformExport } from "../src/contract/index.ts";
import { startBenchService } from "./lib/bench-service.ts";
import { runUntil } from "./lib/follow-runs.ts";
import { interleavedPairs } from "./lib/interleaved-pairs.ts";
import { SITES, sandboxEnvironment, writeRawFolders } from "./lib/raw-terraform.ts";
import { type Figure, figure } from "./lib/report.ts";

const PAIRS = 20;
const WARM_UP = 3;

/**
 * Accepted requirement → both plans stored, against `init`, `plan -out` and `show -json` of both folders in series:
 * the same engine, providers, Terraform and clouds in the same minute. Ours includes HTTP, queue, synthesis and database.
 */
export async function benchPlan(): Promise<readonly Figure[]> {
  const service = await startBenchService("instant");
  try {
    const credentials = await sandboxEnvironment(service);
    const ids: string[] = [];
    for (let round = 0; round < PAIRS + WARM_UP; round += 1)
      ids.push((await service.submit(`bench-${round}`)).workspace.id);
    const folders = await Promise.all(
      ids.map(async (id) =>
        writeRawFolders(
          service,
          await service.call<TerraformExport>("GET", `/api/v1/workspaces/${id}/terraform`),
          credentials,
        ),
      ),
    );
    const result = await interleavedPairs({
      name: "plan",
      pairs: PAIRS,
      warmUp: WARM_UP,
      ours: async (round) => void (await runUntil(service, ids[round] ?? "", { kind: "apply" }, "planned")),
      raw: async (round) => {
        for (const site of SITES) {
          await folders[round]?.terraform(site, "init", "-input=false");
          await folders[round]?.terraform(site, "plan", "-input=false", "-out", "plan.bin");
          await folders[round]?.terraform(site, "show", "-json", "plan.bin");
        }
      },
    });
    await Promise.all(folders.map((folder) => folder.remove()));
    return [
      figure("accepted → both plans stored, median", result.oursMs, " ms"),
      figure("init + plan -out + show -json, both folders in series, median", result.rawMs, " ms"),
      figure(`ratio, median of ${PAIRS} interleaved pairs (stretch 0.50)`, result.ratio, " ×", 0.6),
    ];
  } finally {
    await service.close();
  }
}

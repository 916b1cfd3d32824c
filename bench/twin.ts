import type { Run, TerraformExport } from "../src/contract/index.ts";
import { type BenchService, startBenchService } from "./lib/bench-service.ts";
import { runUntil, untilStatus } from "./lib/follow-runs.ts";
import { median, timed } from "./lib/interleaved-pairs.ts";
import { SITES, sandboxEnvironment, writeRawFolders } from "./lib/raw-terraform.ts";
import { type Figure, figure } from "./lib/report.ts";

const ROUNDS = 3;

/**
 * From the submission to two running machines, and from a change to its effect, with the clouds' recorded latencies.
 * Raw is the same Terraform applied on both folders side by side; what we take longer is our share.
 */
export async function benchTwin(): Promise<readonly Figure[]> {
  const service = await startBenchService("recorded");
  try {
    const credentials = await sandboxEnvironment(service);
    const submitMs: number[] = [];
    const changeMs: number[] = [];
    const rawMs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      let workspaceId = "";
      submitMs.push(
        await timed(async () => {
          workspaceId = (await service.submit(`twin-${round}`)).workspace.id;
          await planAndApply(service, workspaceId);
        }),
      );
      changeMs.push(await timed(() => openPort(service, workspaceId, `twin-${round}`)));
      rawMs.push(await rawApply(service, `raw-${round}`, credentials));
    }
    const ours = median(submitMs);
    const raw = median(rawMs);
    return [
      figure(`submit → both running, median of ${ROUNDS}`, ours / 1000, " s", 60),
      figure(`raw init + apply of both folders side by side, median of ${ROUNDS}`, raw / 1000, " s"),
      figure("our share of submit → both running", Math.max(0, 1 - raw / ours) * 100, " %"),
      figure(`one more open port → live on both, median of ${ROUNDS}`, median(changeMs) / 1000, " s", 60),
    ];
  } finally {
    await service.close();
  }
}

async function planAndApply(service: BenchService, workspaceId: string): Promise<void> {
  const planned = await runUntil(service, workspaceId, { kind: "apply" }, "planned");
  await Promise.all(planned.map((run) => service.call<Run>("POST", `/api/v1/runs/${run.id}/apply`, {})));
  await Promise.all(planned.map((run) => untilStatus(service, run.id, "applied")));
}

async function openPort(service: BenchService, workspaceId: string, name: string): Promise<void> {
  const ports = [{ port: 22 }, { port: 80 }, { port: 8443 }];
  await service.call(
    "POST",
    `/api/v1/workspaces/${workspaceId}/revisions`,
    service.requirement(name, { network: { openPorts: ports } }),
  );
  await planAndApply(service, workspaceId);
}

/** A workspace that the service compiled but never applied, applied by hand. */
async function rawApply(
  service: BenchService,
  name: string,
  credentials: Readonly<Record<string, string>>,
): Promise<number> {
  const { workspace } = await service.submit(name);
  const exported = await service.call<TerraformExport>("GET", `/api/v1/workspaces/${workspace.id}/terraform`);
  const folders = await writeRawFolders(service, exported, credentials);
  try {
    return await timed(async () => {
      await Promise.all(
        SITES.map(async (site) => {
          await folders.terraform(site, "init", "-input=false");
          await folders.terraform(site, "apply", "-input=false", "-auto-approve");
        }),
      );
    });
  } finally {
    await folders.remove();
  }
}

import { availableParallelism } from "node:os";
import { execa } from "execa";
import type { Run, TerraformExport } from "../src/contract/index.ts";
import { type BenchService, startBenchService } from "./lib/bench-service.ts";
import { runUntil, untilStatus } from "./lib/follow-runs.ts";
import { interleavedPairs, timed } from "./lib/interleaved-pairs.ts";
import { type RawFolders, SITES, sandboxEnvironment, writeRawFolders } from "./lib/raw-terraform.ts";
import { type Figure, figure } from "./lib/report.ts";

const COUNT = 40;
const APPLY_PAIRS = 4;
const POLL_MS = 250;
/** More at once than this would only wait for connections. */
const CALLS_AT_ONCE = 16;
/** Every argument is a folder; whatever fails ends xargs with an error. */
const RAW_PLAN =
  'cd "$1" && "$ENGINE" init -input=false >/dev/null && "$ENGINE" plan -input=false -out plan.bin >/dev/null && "$ENGINE" show -json plan.bin >/dev/null';

/**
 * Many submissions at once: plans per second through the service, against the same configurations driven by xargs with
 * one engine per processor, half of them before and half after ours. Then what an apply through the service takes against
 * raw `terraform apply` of such a plan, both sites side by side, on sandbox clouds that answer at once.
 *
 * @param count submissions at once; each is two plans
 */
export async function benchSubmissions(count = COUNT): Promise<readonly Figure[]> {
  const service = await startBenchService("instant");
  const folders: RawFolders[] = [];
  try {
    const credentials = await sandboxEnvironment(service);
    for (let n = 0; n < count + APPLY_PAIRS + 1; n += 1) {
      folders.push(await rawFolders(service, `raw-${n}`, credentials));
    }
    const [raw, forApplies] = [folders.slice(0, count), folders.slice(count)];
    const half = Math.ceil(count / 2);
    await planRaw(service, forApplies, credentials);
    const rawBefore = await timed(() => planRaw(service, raw.slice(0, half), credentials));
    const ours = await timed(() => submitAll(service, count));
    const rawAfter = await timed(() => planRaw(service, raw.slice(half), credentials));
    const [ourRate, rawRate] = [ours, rawBefore + rawAfter].map((ms) => (count * SITES.length * 1_000) / ms);
    const applies = await applyPairs(service, forApplies);
    const ratio = (ourRate ?? 0) / (rawRate ?? Number.NaN);
    process.stderr.write(
      `submissions: ${ratio.toFixed(2)} × the plans per second of xargs; apply ${applies.ratio.toFixed(2)} × raw\n`,
    );
    return [
      figure(`${count} submissions at once: plans per second`, ourRate ?? 0, "/s"),
      figure(`xargs -P ${availableParallelism()}: init + plan -out + show -json per second`, rawRate ?? 0, "/s"),
      { ...figure("ratio of plans per second", ratio, " ×"), goal: "≥ 1 ×", met: ratio >= 1 },
      figure("confirmed → both sites applied, median", applies.oursMs, " ms"),
      figure("raw apply of both plans side by side, median", applies.rawMs, " ms"),
      figure(`ratio of applies, median of ${APPLY_PAIRS} interleaved pairs`, applies.ratio, " ×", 1.1),
    ];
  } finally {
    await Promise.all(folders.map((folder) => folder.remove()));
    await service.close();
  }
}

/** From the first submission sent to the last plan stored. */
async function submitAll(service: BenchService, count: number): Promise<void> {
  const waiting = new Set<string>();
  let next = 0;
  async function lane(): Promise<void> {
    while (next < count) {
      next += 1;
      const { workspace } = await service.submit(`ours-${next}`);
      const path = `/api/v1/workspaces/${workspace.id}/runs`;
      const { runs } = await service.call<{ runs: Run[] }>("POST", path, { kind: "apply" });
      for (const { id } of runs) waiting.add(id);
    }
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, lane));
  // One question about a few runs at a time: asking about all would take the processor from what is measured.
  for (const id of waiting) {
    for (;;) {
      const run = await service.call<Run>("GET", `/api/v1/runs/${id}`);
      if (run.status === "planned") break;
      if (run.failure !== null) throw new TypeError(`run ${id} failed: ${JSON.stringify(run.failure)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

async function planRaw(
  service: BenchService,
  folders: readonly RawFolders[],
  credentials: Readonly<Record<string, string>>,
): Promise<void> {
  const paths = folders.flatMap((folder) => SITES.map((site) => folder.path(site)));
  await execa("xargs", ["-P", String(availableParallelism()), "-n", "1", "sh", "-c", RAW_PLAN, "plan"], {
    input: paths.join("\n"),
    env: { ...service.engineEnvironment, ...credentials, ENGINE: service.toolchain.enginePath },
    extendEnv: false,
  });
}

async function applyPairs(service: BenchService, folders: readonly RawFolders[]) {
  const planned: (readonly Run[])[] = [];
  for (let n = 0; n < folders.length; n += 1) {
    const { workspace } = await service.submit(`applied-${n}`);
    planned.push(await runUntil(service, workspace.id, { kind: "apply" }, "planned"));
  }
  return interleavedPairs({
    ...{ name: "apply", pairs: folders.length - 1, warmUp: 1 },
    async ours(round) {
      const runs = planned[round] ?? [];
      await Promise.all(runs.map(({ id }) => service.call("POST", `/api/v1/runs/${id}/apply`, {})));
      await Promise.all(runs.map(({ id }) => untilStatus(service, id, "applied")));
    },
    async raw(round) {
      const folder = folders[round];
      if (folder === undefined) return;
      await Promise.all(SITES.map((site) => folder.terraform(site, "apply", "-input=false", "plan.bin")));
    },
  });
}

async function rawFolders(service: BenchService, name: string, credentials: Readonly<Record<string, string>>) {
  const { workspace } = await service.submit(name);
  const path = `/api/v1/workspaces/${workspace.id}/terraform`;
  return writeRawFolders(service, await service.call<TerraformExport>("GET", path), credentials);
}

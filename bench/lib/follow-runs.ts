import type { Run } from "../../src/contract/index.ts";
import type { BenchService } from "./bench-service.ts";

/** Asking more often would take the processor from what is measured; it adds half of this to our side. */
const POLL_MS = 20;

/** Starts runs on both sites and answers when each has reached the status; a failed run fails the benchmark. */
export async function runUntil(
  service: BenchService,
  workspaceId: string,
  body: object,
  status: Run["status"],
): Promise<readonly Run[]> {
  const { runs } = await service.call<{ runs: Run[] }>("POST", `/api/v1/workspaces/${workspaceId}/runs`, body);
  return Promise.all(runs.map((run) => untilStatus(service, run.id, status)));
}

export async function untilStatus(service: BenchService, id: string, status: Run["status"]): Promise<Run> {
  for (;;) {
    const run = await service.call<Run>("GET", `/api/v1/runs/${id}`);
    if (run.status === status) return run;
    if (["errored", "canceled", "discarded", "planned-and-finished", "applied"].includes(run.status)) {
      throw new TypeError(`run ${id} on ${run.site} ended as ${run.status}: ${JSON.stringify(run.failure)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

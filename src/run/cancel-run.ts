import type { Run } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { findRun } from "./find-run.ts";
import type { RunRecord, RunStore } from "./ports.ts";
import { presentRun } from "./present-run.ts";
import { allowedActions, next } from "./transitions.ts";

export interface CancelRunPorts {
  readonly store: Pick<RunStore, "find" | "transition" | "requestCancel">;
  readonly clock: Clock;
}

/** Stops a run: at once while nobody works on it, else by asking its worker; `force` kills the engine. */
export function makeCancelRun(ports: CancelRunPorts) {
  return async function cancelRun(ownerId: string, runId: string, force = false): Promise<Run> {
    const run = await findRun(ports.store, ownerId, runId);
    refuseUnlessAllowed(run, force);
    if (run.status === "pending" || run.status === "planned" || run.status === "confirmed") {
      const canceled = await cancelWaiting(ports, run);
      if (canceled !== null) return presentRun(canceled);
    }
    await ports.store.requestCancel(runId, force ? "forced" : "gently");
    return presentRun(await findRun(ports.store, ownerId, runId));
  };
}

function refuseUnlessAllowed(run: RunRecord, force: boolean): void {
  const allowed = allowedActions(run);
  if (allowed.includes(force ? "force-cancel" : "cancel")) return;
  if (force && allowed.includes("cancel") && run.status !== "planning" && run.status !== "applying") return;
  const hint =
    force && allowed.includes("cancel") ? " Cancel it gently first, so that Terraform can save its state." : "";
  throw new AppError(
    "illegal-transition",
    `Run ${run.id} is ${run.status} and cannot be ${force ? "force-canceled" : "canceled"} now.${hint}`,
    { runId: run.id, status: run.status, allowedActions: allowed },
  );
}

/** Null when a worker took the run in the same moment: then the worker must be asked. */
async function cancelWaiting(ports: CancelRunPorts, run: RunRecord): Promise<RunRecord | null> {
  try {
    return await ports.store.transition(run.id, run.status, next(run.status, "canceled"), {
      finishedAt: ports.clock.now(),
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "illegal-transition") return null;
    throw error;
  }
}

import type { RunFailure, RunStatus } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { applyRun } from "./apply-run.ts";
import { persist } from "./persist.ts";
import {
  adoptState,
  closeState,
  type ExecuteRunPorts,
  endCanceled,
  endFailed,
  type Phase,
  type RunControls,
} from "./phase.ts";
import { planRun } from "./plan-run.ts";
import type { Claim, RunPatch, RunRecord } from "./ports.ts";
import { interruptedApply } from "./run-failure.ts";
import { statusEvent } from "./status-event.ts";
import { next, type RunTrigger } from "./transitions.ts";

/** Takes a claimed run as far as it goes without a person: to review, to the end, or to its failure. */
export async function executeRun(ports: ExecuteRunPorts, claim: Claim, controls: RunControls): Promise<void> {
  let run = claim.run;
  const phase = (): Phase => ({ ports, claim, controls, run, move });

  async function move(trigger: RunTrigger, patch: RunPatch): Promise<RunRecord> {
    const to = next(run.status, trigger);
    controls.journal.add(statusEvent(ports.clock, to, sentence(to, patch.failure)));
    await controls.journal.flush();
    run = await persist((attempt) => write(to, patch, attempt > 0), controls.pause);
    return run;
  }

  /** A repeated write may find that the first one did arrive and only its answer was lost. */
  async function write(to: RunStatus, patch: RunPatch, repeated: boolean): Promise<RunRecord> {
    try {
      return await ports.store.transition(run.id, run.status, to, patch, claim.epoch);
    } catch (error) {
      const present = repeated && isRefusal(error) ? await ports.store.find(run.ownerId, run.id) : null;
      if (present?.status === to) return present;
      throw error;
    }
  }

  switch (run.status) {
    case "pending":
      await move("started", {});
      return planRun(phase());
    case "planning":
      // The dead worker's engine can no longer hold the lock that the new plan needs.
      await closeState(phase());
      return claim.run.cancelRequested === "no" ? planRun(phase()) : endCanceled(phase());
    case "confirmed":
      if (claim.run.cancelRequested !== "no") return endCanceled(phase());
      await move("started", {});
      return applyRun(phase());
    case "applying":
      return endInterrupted(phase());
    default:
      return;
  }
}

/**
 * The worker of this apply is gone. Its engine may not be: only when that has ended too may another run touch the site,
 * and what it left behind is stored first.
 */
async function endInterrupted(phase: Phase): Promise<void> {
  const { ports, run, controls } = phase;
  const { wasHere, state, objects } = await ports.engine.recover({
    runId: run.id,
    signal: controls.signal,
    killSignal: controls.killSignal,
  });
  if (objects !== undefined) await persist(async () => ports.siteCare?.noteObjects(run.id, objects), controls.pause);
  if (!wasHere) await controls.pause(controls.noticeMs);
  const adopted = state !== null && (await adoptState(phase, state));
  await closeState(phase);
  await endFailed(phase, interruptedApply(adopted));
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === "illegal-transition";
}

function sentence(status: RunStatus, failure: RunFailure | null | undefined): string {
  return failure ? `${status}: ${failure.summary}. ${failure.remedy}` : status;
}

import type { RunFailure, RunStatus, SiteKey, SiteOutputs, SitePlan } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { applyRun } from "./apply-run.ts";
import type { EventJournal } from "./event-journal.ts";
import { type Pause, persist } from "./persist.ts";
import { planRun } from "./plan-run.ts";
import type {
  Claim,
  ClassifyChange,
  CloudEnvironment,
  Engine,
  RunPatch,
  RunRecord,
  RunStore,
  StateAccess,
  Synthesize,
} from "./ports.ts";
import { interruptedApply } from "./run-failure.ts";
import { statusEvent } from "./status-event.ts";
import { next, type RunTrigger } from "./transitions.ts";

export interface ExecuteRunPorts {
  readonly store: RunStore;
  readonly synthesize: Synthesize;
  readonly engine: Engine;
  readonly classify: ClassifyChange;
  /** The site as compiled for the run's revision. */
  readonly sitePlan: (run: RunRecord) => Promise<SitePlan>;
  /** Serial of the site's present state; null when there is none. */
  readonly stateSerial: (workspaceId: string, site: SiteKey) => Promise<number | null>;
  readonly cloudEnvironment: CloudEnvironment;
  readonly stateAccess: StateAccess;
  /** The site now is as the run's revision says; called again when a worker dies between this and its own note. */
  readonly onApplied: (run: RunRecord, outputs: SiteOutputs | null) => Promise<void>;
  readonly clock: Clock;
}

/** Why an engine was told to stop. `lost` means that another worker has the run: then nothing may be written. */
export type StopReason = "user" | "shutdown" | "lost";

export interface RunControls {
  readonly signal: AbortSignal;
  readonly killSignal: AbortSignal;
  readonly stopReason: () => StopReason | null;
  readonly journal: EventJournal;
  readonly pause: Pause;
}

/** What a phase works with; `move` is the only way its result reaches the store. */
export interface Phase {
  readonly ports: ExecuteRunPorts;
  readonly claim: Claim;
  readonly controls: RunControls;
  readonly run: RunRecord;
  readonly move: (trigger: RunTrigger, patch: RunPatch) => Promise<RunRecord>;
}

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
      return claim.run.cancelRequested === "no" ? planRun(phase()) : void (await endCanceled(phase()));
    case "confirmed":
      await move("started", {});
      return applyRun(phase());
    case "applying":
      await closeState(phase());
      await move("failed", { failure: interruptedApply(), finishedAt: ports.clock.now() });
      return;
    default:
      return;
  }
}

export async function endCanceled(phase: Phase): Promise<void> {
  await phase.move("canceled", { finishedAt: phase.ports.clock.now() });
}

export async function endFailed(phase: Phase, failure: RunFailure): Promise<void> {
  await phase.move("failed", { failure, finishedAt: phase.ports.clock.now() });
}

/** Ends the run's right to the state. Another worker that has taken the run over needs its own, so `lost` leaves it. */
export async function closeState({ ports, run, controls }: Phase): Promise<void> {
  if (controls.stopReason() === "lost") return;
  await persist(() => ports.stateAccess.close(run.id), controls.pause);
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === "illegal-transition";
}

function sentence(status: RunStatus, failure: RunFailure | null | undefined): string {
  return failure ? `${status}: ${failure.summary}. ${failure.remedy}` : status;
}

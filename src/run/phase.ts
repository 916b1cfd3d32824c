import type { RunFailure, SiteKey, SiteOutputs, SitePlan, StackPlan } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventJournal } from "./event-journal.ts";
import { type Pause, persist } from "./persist.ts";
import type {
  Claim,
  ClassifyChange,
  CloudEnvironment,
  Engine,
  EnginePins,
  RunPatch,
  RunRecord,
  RunStore,
  SiteCare,
  SiteCareInput,
  StateAccess,
  Synthesize,
  UnderClaim,
} from "./ports.ts";
import type { RunTrigger } from "./transitions.ts";

export interface ExecuteRunPorts {
  readonly store: RunStore;
  readonly synthesize: Synthesize;
  readonly engine: Engine;
  readonly classify: ClassifyChange;
  /** What the run is about: the site as compiled for its revision, or a tenant as it is wanted now. */
  readonly stackPlan: (run: RunRecord) => Promise<StackPlan>;
  /** Serial of the site's present state; null when there is none. */
  readonly stateSerial: (workspaceId: string, site: SiteKey) => Promise<number | null>;
  /** Addresses, without an index, of what the site's present state knows. */
  readonly stateAddresses: (workspaceId: string, site: SiteKey) => Promise<readonly string[]>;
  readonly cloudEnvironment: CloudEnvironment;
  readonly stateAccess: StateAccess;
  /** Left out where there are no clouds to compare with. */
  readonly siteCare?: SiteCare;
  /** Left out where there is one engine for ever. */
  readonly pins?: EnginePins;
  /** Whether a person stopped the site's machine, and it was not started or applied since; left out where nobody can. */
  readonly stoppedByHand?: (workspaceId: string, site: SiteKey) => Promise<boolean>;
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
  /** Longest time in which another worker that lost its claim notices that and ends its engine. */
  readonly noticeMs: number;
  /** Tells of a defect of ours that ends the run. */
  readonly onDefect: (error: unknown) => void;
}

/** What a phase works with; `move` is the only way its result reaches the store. */
export interface Phase {
  readonly ports: ExecuteRunPorts;
  readonly claim: Claim;
  readonly controls: RunControls;
  readonly run: RunRecord;
  readonly move: (trigger: RunTrigger, patch: RunPatch) => Promise<RunRecord>;
}

/** @param left what the person has to know about what the canceled work may have left behind */
export async function endCanceled(phase: Phase, left: RunFailure | null = null): Promise<void> {
  await phase.move("canceled", { ...(left !== null && { failure: left }), finishedAt: phase.ports.clock.now() });
}

export async function endFailed(phase: Phase, failure: RunFailure): Promise<void> {
  await phase.move("failed", { failure, finishedAt: phase.ports.clock.now() });
}

/**
 * Ends the run's right to the state. Another worker that has taken the run over needs its own, so `lost` leaves it.
 * Throws AppError("illegal-transition") when the run turns out to be another's only now.
 */
export async function closeState(phase: Phase): Promise<void> {
  const { ports, run, controls } = phase;
  if (controls.stopReason() === "lost") return;
  await underClaimOf(phase)(async (epoch) => (await ports.stateAccess.close(run.id, epoch)) || null);
}

/** Stores a state that the engine could not hand over; false when it is not newer, or of another lineage. */
export function adoptState(phase: Phase, state: Uint8Array): Promise<boolean> {
  return underClaimOf(phase)((epoch) => phase.ports.stateAccess.adopt(phase.run, state, epoch));
}

function underClaimOf({ run, claim, controls }: Phase): UnderClaim {
  return async (act) => {
    for (;;) {
      const { epoch } = claim;
      const done = await persist(() => act(epoch), controls.pause);
      if (done !== null) return done;
      // It may be this very worker that has claimed the run again, and the answer is still on its way.
      await controls.pause(OWN_CLAIM_MS);
      if (claim.epoch === epoch)
        throw new AppError("illegal-transition", `Run ${run.id} is claimed by another worker.`);
    }
  };
}

const OWN_CLAIM_MS = 1_000;

/** What care for a site needs to know; what it says goes into the run's log. */
export function careInput(phase: Phase, sitePlan: SitePlan, files: SiteCareInput["files"]): SiteCareInput {
  const { ports, controls } = phase;
  const say = (text: string) =>
    controls.journal.add({ at: ports.clock.now().toISOString(), kind: "log", phase: "prepare", text, progress: null });
  return { sitePlan, files, say, signal: controls.signal, underClaim: underClaimOf(phase) };
}

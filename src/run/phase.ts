import type { RunFailure, SiteKey, SiteOutputs, SitePlan } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventJournal } from "./event-journal.ts";
import { type Pause, persist } from "./persist.ts";
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
import type { RunTrigger } from "./transitions.ts";

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

/** Ends the run's right to the state. Another worker that has taken the run over needs its own, so `lost` leaves it. */
export async function closeState({ ports, run, controls }: Phase): Promise<void> {
  if (controls.stopReason() === "lost") return;
  await persist(() => ports.stateAccess.close(run.id), controls.pause);
}

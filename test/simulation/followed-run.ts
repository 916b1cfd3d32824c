import type { CloudKind, RunStatus, SiteKey } from "../../src/contract/index.ts";
import type { Claim, EngineRequest, NewRunEvent, RunRecord, StoredPlan } from "../../src/run/ports.ts";
import type { StateVersion } from "../../src/state/ports.ts";
import type { FakeCloud } from "./fake-cloud.ts";
import type { ApplyEnd } from "./fake-terraform.ts";
import type { Scheduler } from "./scheduler.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** What the oracle knows of one run, seen from outside the product. */
export interface Followed {
  run: RunRecord;
  owner: VirtualProcess | null;
  epoch: number;
  leasedUntil: number;
  /** The answer to its claim got lost: its owner cannot know that it has it. */
  unheard: boolean;
  waitingSince: number;
  applies: number;
  /** Who started its apply. */
  by: VirtualProcess | null;
  appliesSince: number;
  engine: { readonly worker: VirtualProcess; readonly phase: string } | null;
  /** Serial of the state its plan was made on. */
  plannedOn: number | null;
  planSavedAt: number;
  finished: ApplyEnd | null;
  readonly said: string[];
  heard: number;
  canceledAt: number | null;
  forcedAt: number | null;
}

export interface Oracle {
  /** The first broken promise; null while everything is kept. */
  broken(): string | null;
  blame(what: string): void;
  runs(): ReadonlyMap<string, Followed>;
  created(runs: readonly RunRecord[]): void;
  claimed(by: VirtualProcess, claim: Claim, leaseSeconds: number): void;
  claimUnheard(runId: string): void;
  renewed(runId: string, leaseSeconds: number): void;
  moved(by: VirtualProcess, before: RunStatus, run: RunRecord): void;
  /** Something only the present claim of a run may do has been done. */
  needsClaim(by: VirtualProcess, runId: string, what: string): void;
  planSaved(by: VirtualProcess, runId: string, stateSerial: number | null): void;
  cancelAsked(runId: string, how: "gently" | "forced"): void;
  serialSeen(by: VirtualProcess, workspaceId: string, site: SiteKey, serial: number | null): void;
  /** A worker says that it has stopped well. */
  workerLeft(process: VirtualProcess): void;
  appended(runId: string, events: readonly NewRunEvent[]): void;
  accessOpened(by: VirtualProcess, runId: string): void;
  accessClosed(by: VirtualProcess, runId: string): void;
  stateAccepted(workspaceId: string, site: SiteKey, before: StateVersion | null, next: StateVersion): void;
  engineStarts(request: EngineRequest, phase: "plan" | "apply", worker: VirtualProcess, plan: StoredPlan | null): void;
  engineSaid(runId: string, event: NewRunEvent, worker: VirtualProcess): void;
  engineEnded(runId: string): void;
  applyEnded(runId: string, end: ApplyEnd): void;
  /** Looks at what only time shows. */
  lookAround(): void;
}

export interface OracleParts {
  readonly scheduler: Scheduler;
  readonly clouds: Readonly<Record<CloudKind, FakeCloud>>;
  /** Nothing ever fails in this history, so nothing may end badly and nobody may wait. */
  readonly calm: boolean;
  /** The database's answers may get lost, so that what was done is done again. */
  readonly answersGetLost: boolean;
  readonly owners: number;
  /** Runs that all workers together can work on at once. */
  readonly slots: number;
  readonly currentSerial: (workspaceId: string, site: SiteKey) => number | null;
  readonly holdsAccess: (runId: string) => boolean;
  /** For how long a program has been running and reaching the database; null when it does not. */
  readonly healthyFor: (process: VirtualProcess) => number | null;
  /** Whether somebody told it to stop. */
  readonly isLeaving: (process: VirtualProcess) => boolean;
  /** Something else is done on the run's site, so that it cannot begin. */
  readonly isHeldBack: (run: RunRecord) => boolean;
}

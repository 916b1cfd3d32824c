import type {
  Danger,
  EngineVersions,
  MachineState,
  Role,
  Run,
  RunEvent,
  RunStatus,
  SiteKey,
  SitePlan,
  StrayObject,
} from "../contract/index.ts";
import type { StoredPlan } from "./engine-ports.ts";

export type * from "./engine-ports.ts";

/** A run as stored: everything of the contract but what is derived from it. */
export type RunRecord = Omit<
  Run,
  "allowedActions" | "queuePosition" | "waitingFor" | "createdAt" | "plannedAt" | "confirmedAt" | "finishedAt"
> & {
  readonly createdAt: Date;
  readonly plannedAt: Date | null;
  /** Set by the store when the run becomes confirmed. */
  readonly confirmedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly ownerId: string;
};

/** A worker's time-limited right to a run; a write with an older epoch is refused. */
export interface Claim {
  readonly run: RunRecord;
  readonly epoch: number;
}

export type RunPatch = Partial<Pick<RunRecord, "summary" | "failure" | "plannedAt" | "finishedAt" | "cancelRequested">>;
export type NewRunEvent = Omit<RunEvent, "runId" | "sequence">;

export interface RunStore {
  /** All or none; throws AppError("run-active") naming the active run when a site already has one. */
  create(runs: readonly RunRecord[]): Promise<void>;
  find(ownerId: string, id: string): Promise<RunRecord | null>;
  list(
    ownerId: string,
    filter: {
      readonly workspaceId?: string;
      readonly status?: RunStatus;
      readonly limit: number;
      /** Only runs older than this one. */
      readonly before?: string;
    },
  ): Promise<readonly RunRecord[]>;
  /**
   * Takes a run that waits or whose claim has expired; null when there is none for this worker. First what was left by
   * the dead, then the run of whoever has the fewest at work, then the oldest. While somebody else could come, nobody
   * gets the last free slots (`ownerLimit`). An apply that began on another host is left alone until its engine has
   * certainly ended (`ENGINE_ENDS_SECONDS`).
   *
   * @param hostId where the engine will run; the worker's own id when it is not given
   */
  claimNext(workerId: string, leaseSeconds: number, hostId?: string): Promise<Claim | null>;
  /** False when the claim is lost. */
  renewClaim(runId: string, epoch: number, leaseSeconds: number): Promise<boolean>;
  /** Compare-and-set on the present status (and the epoch when given); throws AppError("illegal-transition"). */
  transition(runId: string, from: RunStatus, to: RunStatus, patch: RunPatch, epoch?: number): Promise<RunRecord>;
  requestCancel(runId: string, how: "gently" | "forced"): Promise<void>;
  cancelRequested(runId: string): Promise<"no" | "gently" | "forced">;
  appendEvents(runId: string, events: readonly NewRunEvent[]): Promise<void>;
  events(runId: string, afterSequence: number, limit: number): Promise<readonly RunEvent[]>;
  /** The binary plan file and Terraform's plan JSON (sensitive values removed), for apply and for review. */
  savePlan(runId: string, epoch: number, plan: StoredPlan): Promise<void>;
  /** Null before there is one, and once its run is over: then it is never applied. */
  plan(runId: string): Promise<StoredPlan | null>;
  /** What there was to review; stays longer than the plan. */
  planJson(runId: string): Promise<unknown>;
  /** Wakes up whoever waits for work or watches a run; returns a function that stops listening. */
  onChange(listener: (runId: string | null) => void): () => void;
}

/**
 * So long after a claim has expired its engine has ended, wherever it ran: it is told to stop when its worker has not
 * been heard for 150 s, and killed 60 s later (src/adapters/terraform/tether.ts); the rest is for slow machines.
 */
export const ENGINE_ENDS_SECONDS = 240;

/** A worker that has not been seen for so long counts as dead. */
export const WORKER_SILENT_SECONDS = 15;

/** How many runs one owner may have at work while others could come: a quarter of all slots stays free for those. */
export function ownerLimit(slots: number): number {
  return Math.max(1, slots - Math.max(1, Math.floor(slots / 4)));
}

/** A transaction of the store that is under way. */
export interface Transaction {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/**
 * Brings work to workers. It only says that there may be something to do; which run is whose stays in the store. What it
 * says twice or too late changes nothing, and what it forgets is found by the workers' own looking.
 */
export interface Delivery {
  /** Inside the store's transaction, so that the announcement exists exactly when the run's change does. */
  enqueue(transaction: Transaction, runId: string): Promise<void>;
  /** Calls `take` when there may be work, at most `concurrency` times at once; a call lasts as long as its work. */
  work(concurrency: number, take: () => Promise<void>): Promise<void>;
  /** No new calls; those under way go on. */
  rest(): Promise<void>;
  /** Announcements nobody has taken yet. */
  depth(): Promise<number>;
  stop(): Promise<void>;
}

/** A process that works on runs, as everybody may see it. */
export interface WorkerRecord {
  readonly id: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly version: string;
  /** Runs it works on at once. */
  readonly concurrency: number;
  readonly stopping: boolean;
}

export type SeenWorker = WorkerRecord & {
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly alive: boolean;
  /** Runs in its hands. */
  readonly active: number;
};

export interface WorkerRegistry {
  /** A sign of life; the first one enters the worker. */
  seen(worker: WorkerRecord): Promise<void>;
  leave(workerId: string): Promise<void>;
  /** Newest first; those that died are kept for a day. */
  list(): Promise<readonly SeenWorker[]>;
}

/** What decides why a run does not go on, over all owners' runs; counts only, so that nobody learns of another's. */
export interface WaitingFacts {
  /** Place in the order in which waiting runs will be taken; null for a run that does not wait for a worker. */
  readonly position: number | null;
  readonly workersAlive: number;
  /** Runs of the same owner in workers' hands, and how many that may be now; null when there is no limit. */
  readonly ownerActive: number;
  readonly ownerLimit: number | null;
  /** Whether a worker holds the run, and of a lost worker when its engine has certainly ended. */
  readonly claim: "none" | "held" | "lost";
  readonly hostName: string | null;
  readonly hostAlive: boolean;
  readonly engineEndsAt: Date | null;
  /** Versions that the workspace is held to and that this service has not; null when it has them. */
  readonly pinnedTo: EngineVersions | null;
  /** Whoever else has locked the site's state. */
  readonly lockedBy: string | null;
  /** The site's machine is being started, stopped or rebooted. */
  readonly powerChanges?: boolean;
  readonly silentSeconds: number | null;
}

/** A run that is not finished, with what administrators of the site want to know of it. */
export type SiteRun = RunRecord & {
  /** Null when the cloud is no longer registered. */
  readonly cloudName: string | null;
  /** Machine of the worker that holds it. */
  readonly workerHost: string | null;
};

/** Runs of all accounts, for administrators of the site. */
export interface SiteRunStore {
  /** Unfinished ones in the order in which they were asked for, those after the run `after`. */
  unfinished(page: { readonly after: string | null; readonly limit: number }): Promise<readonly SiteRun[]>;
  /** Null when there is no such run. */
  ownerOf(runId: string): Promise<string | null>;
}

export interface RunQueue {
  /** Facts of those runs that are not finished. */
  waiting(runIds: readonly string[]): Promise<ReadonlyMap<string, WaitingFacts>>;
}

/**
 * Environment for one run: provider credentials of its cloud. Asked for again in every phase, because its owner may have
 * lost the right to that cloud since. Throws AppError: not-found, not-allowed.
 */
export type CloudEnvironment = (
  cloudId: string,
  ownerId: string,
  workspaceId: string,
) => Promise<Readonly<Record<string, string>>>;

/** Opens the state backend for one run and closes it again; the credentials die with the run. */
export interface StateAccess {
  open(run: RunRecord, epoch: number): Promise<Readonly<Record<string, string>>>;
  /** False, and nothing ends, when the run has a newer claim. */
  close(runId: string, epoch: number): Promise<boolean>;
  /**
   * Stores a state that the engine could not hand over; false when it is not newer, or of another lineage. Null, and
   * nothing is stored, when the run has a newer claim.
   */
  adopt(run: RunRecord, state: Uint8Array, epoch: number): Promise<boolean | null>;
}

/** What an apply was to do with one address, and how far it came. */
export interface RunObject {
  readonly address: string;
  readonly action: string;
  readonly state: "intended" | "started" | "complete" | "errored";
  readonly objectId: string | null;
}

export interface SiteCareInput {
  readonly sitePlan: SitePlan;
  readonly files: Readonly<Record<string, string>>;
  /** Tells whoever reads the run's log. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
  readonly underClaim: UnderClaim;
}

/**
 * Does what only the present claim of a run may do. `act` answers null when the run has a newer claim; throws
 * AppError("illegal-transition") when that is another worker's.
 */
export type UnderClaim = <T>(act: (epoch: number) => Promise<T | null>) => Promise<T>;

/** Brings a site's state and its cloud together after an apply that did not end well. */
export interface SiteCare {
  /**
   * Before a plan: takes what exists into the state and says what the plan will remove beside Terraform's own changes.
   * Null when the site is clean. Throws the cloud's AppError, and then nothing may be planned.
   */
  reconcile(run: RunRecord, input: SiteCareInput): Promise<{ readonly changes: readonly StrayObject[] } | null>;
  /** Removes what the run's reviewed plan said; throws AppError("plan-stale") when there is more than it knew. */
  removeStrays(run: RunRecord, input: SiteCareInput): Promise<void>;
  /** Notes intents before an apply, and what its engine said while nobody listened. */
  noteObjects(runId: string, objects: readonly RunObject[]): Promise<void>;
}

/** One entry of `resource_changes`, checked and in our words; values stay inside the process. */
export interface TerraformChange {
  readonly address: string;
  readonly previousAddress: string | null;
  readonly type: string;
  /** Terraform's own words in Terraform's order: `["create","delete"]` makes the new object first. */
  readonly actions: readonly string[];
  readonly actionReason: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly importing: boolean;
  /** Paths that differ, written `block_device.0.volume_size`; those only known after apply included. */
  readonly changedPaths: readonly string[];
  /** The part of `changedPaths` whose new value is only known after apply. */
  readonly unknownPaths: readonly string[];
  /** Paths that force the replacement. */
  readonly replacePaths: readonly string[];
}

/** What judging a change needs to know about the site. */
export interface ChangeContext {
  readonly role: Role;
  /** What the site's machine is meant to be. */
  readonly machine: MachineState;
  /** A person stopped it, and it was not started or applied since. */
  readonly stoppedByHand?: boolean;
  /** The whole plan, for judgements that look at neighbours. */
  readonly changes: readonly TerraformChange[];
}

export interface ChangeVerdict {
  readonly danger: Danger;
  readonly title: string;
  readonly reason: string | null;
  /** Why the plan must not be applied because of this change. */
  readonly rejected: string | null;
}

/** The versions of engine and providers that a workspace is held to; a worker without them never gets its runs. */
export interface EnginePins {
  /** Holds the workspace to this worker's versions unless it is held to some. */
  pin(workspaceId: string): Promise<void>;
  /** The versions have moved and no apply has happened on the site since: a person must see what that changes. */
  awaitsReview(workspaceId: string, site: SiteKey): Promise<boolean>;
}

/** Judges one change; knows the providers' traps. */
export type ClassifyChange = (change: TerraformChange, context: ChangeContext) => ChangeVerdict;

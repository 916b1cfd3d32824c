import type { SiteKey } from "../contract/index.ts";

/** Terraform's own lock document, kept as sent. */
export interface StateLock {
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly lockedAt: Date;
  /** The run whose credential took it; null for a desk. Lets a dead run's lock be released. */
  readonly runId: string | null;
  /** Who took it from a desk or through the service; null for a run. */
  readonly person: StatePerson | null;
}

/** A person who acts on a state without a run. */
export interface StatePerson {
  readonly id: string;
  readonly name: string;
}

/** How a version came to be: by a run, at somebody's desk, by a rollback, or put back after a loss. */
export type StateOrigin = "run" | "desk" | "rollback" | "restored";

/** What overviews show of a state without opening it. */
export interface StateSummary {
  readonly hasObjects: boolean;
  readonly instanceId: string | null;
  readonly instanceName: string | null;
}

/** One version without its content. */
export interface StateEntry {
  readonly serial: number;
  readonly lineage: string;
  /** RFC 1864: base64. */
  readonly md5: string;
  /** As Terraform wrote it. */
  readonly sizeBytes: number;
  readonly createdAt: Date;
  readonly origin: StateOrigin;
  readonly runId: string | null;
  readonly person: StatePerson | null;
  readonly summary: StateSummary;
}

export interface StateVersion extends StateEntry {
  readonly bytes: Uint8Array;
}

/** The present version, seen by somebody who wants to write the next one. */
export interface PresentState extends StateEntry {
  /** The one to be written is this very one again: same serial, same bytes. */
  readonly isRepeated: boolean;
}

export type WriteVerdict = "accept" | "same" | string;

/** A run's right to the state of its site, which dies with the claim it was made under. */
export interface StateCredential {
  readonly runId: string;
  /** Of the claim; a worker that has lost its claim can neither make nor end a right. */
  readonly epoch: number;
  readonly workspaceId: string;
  readonly site: SiteKey;
  /** SHA-256 of the password. */
  readonly passwordHash: string;
}

/** Names a worker's claim on a run. */
export interface ClaimOfRun {
  readonly runId: string;
  readonly epoch: number;
}

/** Whom a lock belonged to: a run, or else a person. */
export interface LockHolder {
  readonly runId: string | null;
  readonly personId: string | null;
}

/** Terraform state of every site, all versions kept. Each call is one transaction. */
export interface StateStore {
  current(workspaceId: string, site: SiteKey): Promise<StateVersion | null>;
  /** Serial of the present version, without its bytes. */
  serial(workspaceId: string, site: SiteKey): Promise<number | null>;
  /** Newest first. */
  versions(workspaceId: string, site: SiteKey): Promise<readonly StateEntry[]>;
  version(workspaceId: string, site: SiteKey, serial: number): Promise<StateVersion | null>;
  lock(workspaceId: string, site: SiteKey): Promise<StateLock | null>;
  /**
   * Null when taken; the present holder when somebody else has it; "closed" when the run that wants it has lost its
   * right to the state, which is asked in the same transaction: a request may have been on its way for long.
   */
  takeLock(workspaceId: string, site: SiteKey, lock: StateLock): Promise<StateLock | "closed" | null>;
  /** False when the lock is not held under that id; null means whoever holds it. */
  releaseLock(workspaceId: string, site: SiteKey, lockId: string | null): Promise<boolean>;
  /** Whether that holder gave this lock back within the last hour: then a repeated unlock is its own. */
  wasReleased(workspaceId: string, site: SiteKey, lockId: string, holder: LockHolder): Promise<boolean>;
  /**
   * Runs `judge` on the present version and lock inside the transaction and stores `next` only when it answers "accept".
   *
   * @param claim of a worker that writes itself; "closed" when the run has a newer one
   */
  write(
    workspaceId: string,
    site: SiteKey,
    next: StateVersion,
    judge: (now: PresentState | null, lock: StateLock | null) => WriteVerdict,
    claim?: ClaimOfRun,
  ): Promise<WriteVerdict>;
  /** Takes the place of the run's last credential. False, and nothing is stored, when the run has a newer claim. */
  saveCredential(credential: StateCredential): Promise<boolean>;
  credential(runId: string): Promise<Omit<StateCredential, "runId" | "epoch"> | null>;
  /** Removes the credential and releases the run's locks, both at once. False, and nothing ends, under a newer claim. */
  removeCredential(runId: string, epoch: number): Promise<boolean>;
}

/** Digests that slices may not compute themselves. */
export interface StateDigests {
  /** RFC 1864: base64 of the MD5 of the body. */
  md5Base64(bytes: Uint8Array): string;
  /** Lower-case hex. */
  sha256Hex(text: string): string;
}

/** What states need to know of runs. */
export interface StateRuns {
  /** The run that works on the site, or is about to; a plan that waits for review is none. */
  live(workspaceId: string, site: SiteKey): Promise<{ readonly id: string; readonly status: string } | null>;
  /** Whether this run is not finished. */
  isLive(runId: string): Promise<boolean>;
  waitingPlan(
    workspaceId: string,
    site: SiteKey,
  ): Promise<{ readonly runId: string; readonly basedOn: number | null } | null>;
  /** Writes into the log of the plan that waits that the state has moved on. */
  tellWaitingPlan(workspaceId: string, site: SiteKey, serial: number, because: string): Promise<void>;
}

/** A person who asks for a state from a desk, and what decides whether they may. */
export interface DeskCaller {
  readonly person: StatePerson;
  /** Role in the owning account and scope of the token together let them change things. */
  readonly mayChange: boolean;
  /** The cloud account behind the site; null when the site has none. */
  readonly cloud: { readonly name: string; readonly isOwn: boolean } | null;
}

/** Knows people by their API tokens. */
export interface DeskAccess {
  /** Null when the token opens nothing here, because it is unknown or the workspace is foreign. */
  caller(token: string, workspaceId: string, site: SiteKey): Promise<DeskCaller | null>;
  /** Called after every version that a desk has written. */
  noteWrite(caller: DeskCaller, workspaceId: string, site: SiteKey, serial: number): Promise<void>;
}

import type { PowerAction, SiteKey } from "../contract/index.ts";

/** A power action as stored: everything of the contract but what is derived from it. */
export type PowerRecord = Omit<PowerAction, "mayCancel" | "createdAt" | "sentAt" | "finishedAt"> & {
  readonly ownerId: string;
  /** The newest act of this kind in the cloud's history before it was told; null when that could not be asked. */
  readonly mark: string | null;
  /** By what its cloud tells how it ended; null when it gives none, or its answer was lost. */
  readonly ticket: string | null;
  readonly createdAt: Date;
  /** Noted before the cloud is told. */
  readonly sentAt: Date | null;
  /** Noted after its answer. */
  readonly acceptedAt: Date | null;
  readonly finishedAt: Date | null;
};

/** A worker's time-limited right to an action; a write with an older epoch changes nothing. Ages are the store's. */
export interface PowerClaim {
  readonly record: PowerRecord;
  readonly epoch: number;
  readonly ageMs: number;
  /** Since the intent was noted; null before. */
  readonly sentMsAgo: number | null;
}

export interface PowerEnd {
  readonly status: "done" | "failed" | "uncertain" | "canceled";
  readonly detail: string | null;
  readonly problem: string | null;
}

export type NewPowerRecord = Omit<
  PowerRecord,
  "status" | "detail" | "problem" | "mark" | "ticket" | "sentAt" | "acceptedAt" | "finishedAt"
>;

/** What was last done to a site's power by hand. */
export interface LastPower {
  readonly action: PowerAction["action"];
  readonly createdBy: string;
  readonly finishedAt: Date;
}

export interface PowerStore {
  /**
   * Throws AppError: run-active while a run plans or applies on the site or is about to, power-active while another
   * action is not over there.
   */
  create(record: NewPowerRecord): Promise<PowerRecord>;
  find(workspaceId: string, id: string): Promise<PowerRecord | null>;
  /** The latest first; only those older than `before`. */
  list(
    workspaceId: string,
    page: { readonly limit: number; readonly before: string | null },
  ): Promise<readonly PowerRecord[]>;
  /** The oldest that nobody holds; null when there is none. */
  claimNext(workerId: string, leaseSeconds: number): Promise<PowerClaim | null>;
  /** False when the claim is lost; 0 seconds gives it back. */
  renewClaim(id: string, epoch: number, leaseSeconds: number): Promise<boolean>;
  /** The intent: false, and the cloud must not be told, when the claim is lost or it was canceled. */
  noteSending(id: string, epoch: number, mark: string | null): Promise<boolean>;
  /** The cloud's answer. False when the claim is lost. */
  noteAccepted(id: string, epoch: number, ticket: string | null): Promise<boolean>;
  /** What it waits for, for whoever looks. */
  noteWaiting(id: string, epoch: number, detail: string): Promise<void>;
  /** False when the claim is lost. */
  finish(id: string, epoch: number, end: PowerEnd): Promise<boolean>;
  /** Only while the cloud was not told; null when it was, or it is over. */
  cancel(workspaceId: string, id: string, detail: string): Promise<PowerRecord | null>;
  /** The last one that was done on the site; null when none was since a run was last applied there. */
  last(workspaceId: string, site: SiteKey): Promise<LastPower | null>;
}

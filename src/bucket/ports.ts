import type { BucketStatus, CloudKind } from "../contract/index.ts";

/** What is wished for one account's object storage on one cloud, and how far it is. */
export interface BucketRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly cloudId: string;
  readonly cloudKind: CloudKind;
  /** Of its Terraform state, where it has one: a row of `workspace` that belongs to the site. */
  readonly seat: string;
  /** What its owner calls it. */
  readonly name: string;
  /** On the cloud. */
  readonly cloudBucket: string;
  readonly quotaGib: number;
  readonly wish: "present" | "absent";
  /** Whether what lies in it goes with it. */
  readonly withContents: boolean;
  /** Grows with every wish; a step for an older one is not noted. */
  readonly generation: number;
  readonly status: BucketStatus;
  readonly detail: string | null;
  readonly key: { readonly accessKey: string; readonly givenAt: Date; readonly givenBy: string } | null;
  readonly usage: { readonly bytes: number; readonly objects: number | null; readonly measuredAt: Date } | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** With what people are told beside it. */
export interface ShownBucket {
  readonly record: BucketRecord;
  readonly cloudName: string;
  /** Null: shared by the whole site. */
  readonly cloudOwnerId: string | null;
}

export interface BucketClaim {
  readonly record: BucketRecord;
  readonly epoch: number;
}

export type BucketPatch = Partial<Pick<BucketRecord, "status" | "detail">>;
export type BucketWish = Pick<BucketRecord, "quotaGib" | "wish" | "withContents" | "status">;
export type BucketKey = NonNullable<BucketRecord["key"]>;
export type BucketUsage = NonNullable<BucketRecord["usage"]>;

/** What requests read: as the acting account, which sees its own alone. */
export interface BucketReads {
  /** By name. */
  list(ownerId: string): Promise<readonly ShownBucket[]>;
  find(id: string): Promise<ShownBucket | null>;
}

export interface BucketStore extends BucketReads {
  ofSeat(seat: string): Promise<BucketRecord | null>;
  /** Throws AppError("name-taken") when the account has one of that name on that cloud. */
  create(record: BucketRecord): Promise<void>;
  /** The next generation of the wish, unless the present one is being removed: AppError("bucket-state"). */
  wish(id: string, wish: BucketWish): Promise<void>;
  noteUsage(id: string, usage: BucketUsage): Promise<void>;
  /** False when another key than `before` is noted by now. */
  noteKey(id: string, before: string | null, key: BucketKey | null): Promise<boolean>;
  /** Makes the seat of its state. Safe to repeat. */
  openSeat(record: BucketRecord): Promise<void>;
  /** One that is not at rest and that nobody looks after now. */
  claimNext(workerId: string, leaseSeconds: number): Promise<BucketClaim | null>;
  /** Ends the claim; what was found out counts only for the generation it was found out for. */
  settle(claim: BucketClaim, patch: BucketPatch, lookAgainMs: number): Promise<void>;
  /** With seat, states and runs, unless it is wanted again. */
  forget(claim: BucketClaim): Promise<void>;
}

/** Counts bytes into a SHA-256. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** In hexadecimal; once. */
  hex(): string;
}

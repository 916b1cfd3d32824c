import type { Bytes } from "./image-ports.ts";

/** One object as its store lists it. */
export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string | null;
  readonly contentType: string | null;
  /** ISO time. */
  readonly modifiedAt: string | null;
}

export interface ObjectQuery {
  readonly prefix: string;
  /** Null: every object by itself. */
  readonly delimiter: string | null;
  /** `next` of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

export interface ObjectPage {
  readonly objects: readonly StoredObject[];
  readonly prefixes: readonly string[];
  readonly next: string | null;
}

export interface ObjectContent {
  readonly bytes: Bytes;
  /** Null: not known before the end. */
  readonly sizeBytes: number | null;
  readonly contentType: string;
}

/**
 * What lies in one bucket. Failures are those of CloudClient, and AppError("bucket-full") where the cloud's own quota
 * refuses.
 */
export interface ObjectStore {
  list(query: ObjectQuery, signal?: AbortSignal): Promise<ObjectPage>;
  /** Null when there is none; the bytes must be read to their end or ended. */
  read(key: string, signal?: AbortSignal): Promise<(StoredObject & { readonly bytes: Bytes }) | null>;
  /** All or nothing: when the bytes end in an error, the store has what it had before. */
  write(key: string, content: ObjectContent, signal?: AbortSignal): Promise<void>;
  /** What is gone already counts as removed. */
  remove(key: string, signal?: AbortSignal): Promise<void>;
}

/** Where S3 clients find a bucket. */
export interface S3Address {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
}

/** With who they are. */
export interface S3Access extends S3Address {
  readonly accessKey: string;
  readonly secretKey: string;
}

export type OpenS3 = (access: S3Access, caCertificate: string | undefined) => ObjectStore;

export interface BucketSight {
  readonly usedBytes: number;
  /** Null where the cloud does not count them. */
  readonly objects: number | null;
}

/** Buckets of one cloud, as the registered account sees them. Failures are those of CloudClient. */
export interface CloudBuckets {
  /** In a few words what there is; throws AppError("no-object-storage"). */
  support(signal?: AbortSignal): Promise<string>;
  /** Null when there is no such bucket. */
  look(name: string, signal?: AbortSignal): Promise<BucketSight | null>;
  /** Makes it, or brings one that is there to this quota. Null: Terraform does it. */
  readonly ensure: ((name: string, quotaGib: number, signal?: AbortSignal) => Promise<void>) | null;
  /** Removes an empty one; what is gone counts as removed. Null: Terraform does it. */
  readonly remove: ((name: string, signal?: AbortSignal) => Promise<void>) | null;
  /** Removes what an emptied bucket leaves beside it. */
  sweep(name: string, signal?: AbortSignal): Promise<void>;
  objects(name: string, signal?: AbortSignal): Promise<ObjectStore>;
  /** Throws AppError("credentials-not-given") where the cloud speaks no S3. */
  address(name: string, signal?: AbortSignal): Promise<S3Address>;
  /**
   * A key for S3 clients that opens whatever the registered account has; where the cloud makes only one, that one. Throws
   * AppError("credentials-not-given") where the cloud has no S3 or makes no key for this log-in.
   */
  grant(name: string, signal?: AbortSignal): Promise<S3Access>;
  /** Whether `grant` makes a new key each time and `revoke` ends one. */
  readonly keysEnd: boolean;
  /** One that is gone counts as ended. */
  revoke(accessKey: string, signal?: AbortSignal): Promise<void>;
}

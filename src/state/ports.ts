import type { SiteKey } from "../contract/index.ts";

/** Terraform's own lock document, kept as sent. */
export interface StateLock {
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly lockedAt: Date;
  /** The run whose credential took it; null for a desk. Lets a dead run's lock be released. */
  readonly runId: string | null;
}

export interface StateVersion {
  readonly serial: number;
  readonly lineage: string;
  readonly md5: string;
  readonly bytes: Uint8Array;
  readonly createdAt: Date;
  readonly runId: string | null;
}

/** Terraform state of every site, all versions kept. Each call is one transaction. */
export interface StateStore {
  current(workspaceId: string, site: SiteKey): Promise<StateVersion | null>;
  /** Serial of the present version, without its bytes. */
  serial(workspaceId: string, site: SiteKey): Promise<number | null>;
  versions(workspaceId: string, site: SiteKey): Promise<readonly Omit<StateVersion, "bytes">[]>;
  lock(workspaceId: string, site: SiteKey): Promise<StateLock | null>;
  /** Null when taken; the present holder when somebody else has it. */
  takeLock(workspaceId: string, site: SiteKey, lock: StateLock): Promise<StateLock | null>;
  /** False when the lock is not held under that id. */
  releaseLock(workspaceId: string, site: SiteKey, lockId: string | null): Promise<boolean>;
  /** Releases whatever the run still holds; answers how many locks that were. */
  releaseLocksOf(runId: string): Promise<number>;
  /** Runs `judge` on the present version and lock inside the transaction and stores `next` only when it answers "accept". */
  write(
    workspaceId: string,
    site: SiteKey,
    next: StateVersion,
    judge: (now: StateVersion | null, lock: StateLock | null) => "accept" | "same" | string,
  ): Promise<"accept" | "same" | string>;
  /** The state credential of a run: SHA-256 of the password; removed when the run ends. */
  saveCredential(runId: string, workspaceId: string, site: SiteKey, passwordHash: string): Promise<void>;
  credential(
    runId: string,
  ): Promise<{ readonly workspaceId: string; readonly site: SiteKey; readonly passwordHash: string } | null>;
  removeCredential(runId: string): Promise<void>;
}

/** Digests that slices may not compute themselves. */
export interface StateDigests {
  /** RFC 1864: base64 of the MD5 of the body. */
  md5Base64(bytes: Uint8Array): string;
  /** Lower-case hex. */
  sha256Hex(text: string): string;
}

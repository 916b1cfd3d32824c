/** One creation as its caller named it. A key is known per person, account and address only. */
export interface IdempotencyKey {
  readonly accountId: string;
  readonly userId: string;
  /** Method and path, such as `POST /api/v1/workspaces`. */
  readonly route: string;
  readonly key: string;
}

/** What was answered the first time. `body` may hold a secret that is shown once, so stores seal it. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Beginning =
  | { readonly kind: "first" }
  | { readonly kind: "answered"; readonly answer: KeptAnswer }
  /** The first request is still at work. */
  | { readonly kind: "running" }
  /** The key was used for another body. */
  | { readonly kind: "other-body" };

export const HOLD_EVERY_MS = 3_000;
/** A key that was not held for so long and has no answer belongs to a service that died: it may be taken again. */
export const HELD_SECONDS = 10;

/** Remembers for a day what a creation with an `Idempotency-Key` was answered (IETF draft idempotency-key-header). */
export interface IdempotencyStore {
  /**
   * Takes the key, in one statement, so that of two equal requests at once only one is the first. One whose first request
   * died with its service, or could not be released because the database was away, is taken over by an equal request.
   *
   * @param fingerprint digest of the body; the same key with another one is refused
   */
  begin(key: IdempotencyKey, fingerprint: string): Promise<Beginning>;
  /** The first request is still at work: said every `HOLD_EVERY_MS`, or the key is taken for a dead service's. */
  hold(key: IdempotencyKey): Promise<void>;
  /** Keeps the answer of the first request. */
  finish(key: IdempotencyKey, answer: KeptAnswer): Promise<void>;
  /** The first request created nothing: the key is free again. */
  release(key: IdempotencyKey): Promise<void>;
}

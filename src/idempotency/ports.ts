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

/** Remembers for a day what a creation with an `Idempotency-Key` was answered (IETF draft idempotency-key-header). */
export interface IdempotencyStore {
  /**
   * Takes the key, in one statement, so that of two equal requests at once only one is the first.
   *
   * @param fingerprint digest of the body; the same key with another one is refused
   */
  begin(key: IdempotencyKey, fingerprint: string): Promise<Beginning>;
  /** Keeps the answer of the first request. */
  finish(key: IdempotencyKey, answer: KeptAnswer): Promise<void>;
  /** The first request created nothing: the key is free again. */
  release(key: IdempotencyKey): Promise<void>;
}

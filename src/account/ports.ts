/** Whoever a request acts for. Every store call is scoped by `accountId`. */
export interface Principal {
  readonly accountId: string;
  readonly name: string;
}

/** Accounts and the API tokens that open them. Only SHA-256 hashes of tokens are stored. */
export interface AccountStore {
  /** The account behind a token that is not revoked; null when there is none. */
  findByTokenHash(tokenHash: string): Promise<Principal | null>;
  /** Safe to repeat. */
  ensureAccount(account: Principal): Promise<void>;
  /** Safe to repeat; gives the account one more token. */
  ensureToken(token: ApiToken): Promise<void>;
}

export interface ApiToken {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly tokenHash: string;
}

import type { ApiToken } from "../contract/index.ts";

export interface NewApiToken extends Omit<ApiToken, "createdAt" | "expiresAt" | "lastUsedAt"> {
  readonly userId: string;
  readonly tokenHash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A person's API tokens that still work. */
export interface TokenStore {
  create(token: NewApiToken): Promise<void>;
  list(userId: string, now: Date): Promise<readonly ApiToken[]>;
  /** False when the person has no such token. */
  revoke(userId: string, id: string, now: Date): Promise<boolean>;
  /** How many there were. */
  revokeAll(userId: string, now: Date): Promise<number>;
}

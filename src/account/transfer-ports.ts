import type { Transfer } from "../contract/index.ts";

export interface NewTransfer {
  readonly id: string;
  readonly workspaceId: string;
  readonly fromId: string;
  readonly toId: string;
  readonly offeredBy: string;
  readonly offeredAt: Date;
  readonly expiresAt: Date;
}

/** Offers of workspaces to other accounts. */
export interface TransferStore {
  /** Id of the account with this id or handle that is not suspended; null when there is none. */
  accountNamed(handleOrId: string): Promise<string | null>;
  /** Replaces an earlier offer of the workspace. Throws AppError: not-found, transfer-refused. */
  offer(transfer: NewTransfer): Promise<void>;
  /** Open offers from and to the account. */
  list(accountId: string, now: Date): Promise<readonly Transfer[]>;
  /** False when the account offers no such workspace. */
  withdraw(fromId: string, workspaceId: string): Promise<boolean>;
  /** False when the account has no such offer. */
  decline(toId: string, id: string): Promise<boolean>;
  /**
   * Moves the workspace with everything that hangs on it, while nothing runs on it.
   *
   * @returns id of the workspace
   * @throws AppError `not-found`, `run-active`, `state-locked`, `name-taken`, `transfer-refused`
   */
  accept(toId: string, id: string, now: Date): Promise<string>;
}

import type { AccountExport } from "../contract/index.ts";

/** What is kept about one person, and its end. */
export interface OwnAccountStore {
  /** Null when there is no such person. */
  read(userId: string): Promise<Omit<AccountExport, "exportedAt" | "apiTokens" | "auditEntries"> | null>;
  /**
   * Removes the person with everything of theirs.
   *
   * @throws AppError `account-not-empty` with what has to go first, `last-admin`
   */
  remove(userId: string): Promise<void>;
}

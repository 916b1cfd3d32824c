import type { AccountDeletion, AccountExport, AuditEntry as AuditLine } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { AuditLog, OwnAccountStore, Principal, RequestOrigin, TokenStore } from "./ports.ts";
import type { ProvePassword } from "./prove-password.ts";
import { requireScope } from "./require-right.ts";

const PAGE = 1_000;

export interface OwnAccountPorts {
  readonly store: OwnAccountStore;
  readonly tokens: Pick<TokenStore, "list">;
  readonly auditLog: AuditLog;
  readonly provePassword: ProvePassword;
  readonly clock: Clock;
}

/** What a person takes along, and how they go. */
export interface OwnAccount {
  export(principal: Principal): Promise<AccountExport>;
  /** Throws AppError: validation-failed, wrong-credentials, not-allowed, account-not-empty, last-admin. */
  remove(principal: Principal, request: AccountDeletion, origin: RequestOrigin): Promise<void>;
}

export function makeOwnAccount({ store, tokens, auditLog, provePassword, clock }: OwnAccountPorts): OwnAccount {
  async function auditEntriesOf(userId: string): Promise<AuditLine[]> {
    const all: AuditLine[] = [];
    for (let before: number | null = null; ; ) {
      const page: readonly AuditLine[] = await auditLog.page({ accountId: null, userId }, PAGE, before);
      all.push(...page);
      if (page.length < PAGE) return all;
      before = page.at(-1)?.sequence ?? null;
    }
  }

  return {
    async export(principal) {
      requireScope(principal, "manage");
      const { userId } = principal;
      const kept = await store.read(userId);
      if (kept === null) throw new AppError("not-found", "There is no such person.", { userId });
      const now = clock.now();
      return {
        exportedAt: now.toISOString(),
        ...kept,
        apiTokens: [...(await tokens.list(userId, now))],
        auditEntries: await auditEntriesOf(userId),
      };
    },

    async remove(principal, { confirmHandle, password }, origin) {
      requireScope(principal, "manage");
      const person = await provePassword(principal, password, origin);
      if (person.passwordHash === null && principal.via !== "session") {
        throw new AppError("not-allowed", "An account without a password is deleted from a signed-in browser only.");
      }
      if (confirmHandle !== person.handle) throw wrongHandle(person.handle);
      await store.remove(principal.userId);
    },
  };
}

function wrongHandle(handle: string): AppError {
  return new AppError("validation-failed", "The handle is not the account's own.", {
    issues: [
      {
        pointer: "/confirmHandle",
        code: "wrong-handle",
        message: "This is not the handle of the account.",
        remedy: `Type ${handle} to delete it.`,
      },
    ],
  });
}

import { AppError } from "../../kernel/app-error.ts";

/** Classes of SQLSTATE and Node error codes that mean "no answer", not "wrong question". */
const AWAY = /^(08...|57P0[123]|53[34]00|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_AGAIN)$/;
const FULL = /^(53100|ENOSPC|EDQUOT)$/;
/** What PostgreSQL cannot hold: NUL in a text, and a number beyond its column. */
const UNSTORABLE = /^(22021|22P05|22003)$/;
const LOST = /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after/;

/** The problem behind a failed query when the database is away or full; null when it is something else. */
export function databaseProblem(error: unknown): AppError | null {
  if (typeof error !== "object" || error === null || error instanceof AppError) return null;
  const code = "code" in error ? String(error.code) : "";
  const message = "message" in error ? String(error.message) : "";
  if (FULL.test(code))
    return new AppError("disk-full", "The disk is full; nothing of this request was kept.", {}, { cause: error });
  if (UNSTORABLE.test(code)) {
    return new AppError(
      "malformed-body",
      "It holds a character or a number that cannot be stored.",
      {},
      { cause: error },
    );
  }
  if (code === "23503" && "constraint" in error && error.constraint === "run_of_owner") {
    return new AppError("not-found", "The workspace belongs to another account now.", {}, { cause: error });
  }
  if (code === "40P01") {
    const said = "Two changes of the same thing stood in each other's way; nothing of this one was kept.";
    return new AppError("overloaded", said, { retryAfterSeconds: 1 }, { cause: error });
  }
  if (isGone(code, message, error)) {
    return new AppError("not-found", "It was removed, or went to another account, a moment ago.", {}, { cause: error });
  }
  if (AWAY.test(code) || LOST.test(message)) {
    return new AppError(
      "database-unavailable",
      "The database does not answer; whether this request was kept shows when it does again.",
      {},
      { cause: error },
    );
  }
  return null;
}

/**
 * What the request is about existed when it was allowed, and no longer when it was written: its row is gone, or is
 * another tenant's, which row-level security refuses.
 */
function isGone(code: string, message: string, error: object): boolean {
  if (code === "42501") return message.includes("violates row-level security policy");
  const detail = "detail" in error ? String(error.detail) : "";
  return code === "23503" && /is not present in table "(workspace|run|cloud|webhook|account|person)"/.test(detail);
}

/** PostgreSQL's answer to a broken unique constraint, optionally a certain one. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  return breaks(error, "23505", constraint);
}

/** PostgreSQL's answer to a row that points nowhere, or to taking away what a row points to. */
export function isForeignKeyViolation(error: unknown, constraint: string): boolean {
  return breaks(error, "23503", constraint);
}

function breaks(error: unknown, code: string, constraint: string | undefined): boolean {
  if (typeof error !== "object" || error === null || !("code" in error) || error.code !== code) return false;
  return constraint === undefined || ("constraint" in error && error.constraint === constraint);
}

/** PostgreSQL's answer to a row whose parent does not exist (any more). */
export function isMissingParent(error: unknown, constraint: string): boolean {
  if (typeof error !== "object" || error === null || !("code" in error) || error.code !== "23503") return false;
  return "constraint" in error && error.constraint === constraint;
}

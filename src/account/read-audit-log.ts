import type { AuditEntry as AuditLine, AuditQuery } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { auditCsvHeading, auditCsvLine } from "./audit-csv.ts";
import type { AuditFilter, AuditLog, Principal } from "./ports.ts";
import { requireScope, requireSiteAdmin } from "./require-right.ts";

const EXPORT_PAGE = 1_000;

/** Reads the audit log for the account acted for, or for the whole site. */
export interface ReadAuditLog {
  /** Newest first. Throws AppError: not-allowed. */
  page(principal: Principal, query: AuditQuery, limit: number, before: number | null): Promise<readonly AuditLine[]>;
  /** Everything that `query` finds, newest first, as lines that end with a line break. Throws AppError: not-allowed. */
  export(principal: Principal, query: AuditQuery, format: "ndjson" | "csv"): AsyncIterable<string>;
}

export function makeReadAuditLog(log: AuditLog): ReadAuditLog {
  async function* lines(filter: AuditFilter, format: "ndjson" | "csv"): AsyncIterable<string> {
    for (let before: number | null = null; ; ) {
      const page: readonly AuditLine[] = await log.page(filter, EXPORT_PAGE, before);
      // Nothing is said before the filter was understood.
      if (before === null && format === "csv") yield auditCsvHeading;
      for (const line of page) yield format === "csv" ? auditCsvLine(line) : `${JSON.stringify(line)}\n`;
      const last = page.at(-1);
      if (last === undefined || page.length < EXPORT_PAGE) return;
      before = last.sequence;
    }
  }

  return {
    page: async (principal, query, limit, before) => log.page(filterFor(principal, query), limit, before),
    export: (principal, query, format) => lines(filterFor(principal, query), format),
  };
}

function filterFor(principal: Principal, { scope, from, until, ...rest }: AuditQuery): AuditFilter {
  if (scope === "site") requireSiteAdmin(principal);
  else {
    requireScope(principal, "manage");
    if (principal.role !== "owner") throw new AppError("not-allowed", "Only an owner reads the audit log.");
  }
  return {
    ...rest,
    accountId: scope === "site" ? null : principal.accountId,
    ...(from !== undefined && { from: new Date(from) }),
    ...(until !== undefined && { until: new Date(until) }),
  };
}

import type { AuditEntry as AuditLine } from "../contract/index.ts";

export interface AuditFilter {
  /** Only what was done in this account; null for the whole site. */
  readonly accountId: string | null;
  /** Only what this person did, in whichever account. */
  readonly userId?: string | undefined;
  /** Not before this time. */
  readonly from?: Date | undefined;
  /** Before this time. */
  readonly until?: Date | undefined;
  /** Id or name of a person. */
  readonly user?: string | undefined;
  readonly action?: string | undefined;
  /** Kind, id or name of the object. */
  readonly object?: string | undefined;
}

/** Reads what `NoteAudit` wrote. */
export interface AuditLog {
  /** Newest first; only entries older than `before` when that is given. */
  page(filter: AuditFilter, limit: number, before: number | null): Promise<readonly AuditLine[]>;
}

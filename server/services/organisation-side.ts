import type {
  ApiTokens,
  AuditIntents,
  Invitations,
  NoteAudit,
  Organisations,
  OwnAccount,
  ReadAuditLog,
  Transfers,
  Users,
} from "../../src/account/index.ts";

/** What the routes about organisations, tokens, administration and the audit log ask for. */
export interface OrganisationSide {
  readonly organisations: Organisations;
  readonly invitations: Invitations;
  readonly apiTokens: ApiTokens;
  readonly noteAudit: NoteAudit;
  readonly auditIntents: AuditIntents;
  readonly auditLog: ReadAuditLog;
  readonly users: Users;
  readonly ownAccount: OwnAccount;
  readonly transfers: Transfers;
}

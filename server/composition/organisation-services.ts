import {
  type AuditIntents,
  makeApiTokens,
  makeConsumeInvitation,
  makeInvitations,
  makeOrganisations,
  makeOwnAccount,
  makeReadAuditLog,
  makeTransfers,
  makeUsers,
  type NoteAudit,
  type ProvePassword,
  type SendMail,
} from "../../src/account/index.ts";
import type { OrganisationSide } from "../services/organisation-side.ts";
import type { SharedParts } from "./compose-service.ts";
import type { OrganisationStores } from "./organisation-stores.ts";

interface Parts extends Pick<SharedParts, "clock" | "secrets"> {
  readonly stores: OrganisationStores & { readonly noteAudit: NoteAudit; readonly auditIntents: AuditIntents };
  readonly publicUrl: () => string;
  readonly send: SendMail;
  readonly provePassword: ProvePassword;
}

/** Organisations, the links that let people in, API tokens, administration and the audit log. */
export function organisationServices({
  stores,
  clock,
  secrets,
  publicUrl,
  send,
  provePassword,
}: Parts): OrganisationSide {
  const { newId, sha256, generateToken: newToken } = secrets;
  const { organisations } = stores;
  return {
    organisations: makeOrganisations({ store: organisations, clock, newId }),
    invitations: makeInvitations({
      store: stores.invitations,
      organisations,
      consume: makeConsumeInvitation({ store: stores.invitations, clock }),
      send,
      clock,
      newId,
      newToken,
      sha256,
      publicUrl,
    }),
    noteAudit: stores.noteAudit,
    auditIntents: stores.auditIntents,
    auditLog: makeReadAuditLog(stores.auditLog),
    users: makeUsers({ store: stores.users, clock, newId }),
    ownAccount: makeOwnAccount({
      store: stores.ownAccounts,
      tokens: stores.tokens,
      auditLog: stores.auditLog,
      provePassword,
      clock,
    }),
    transfers: makeTransfers({ store: stores.transfers, clock, newId }),
    apiTokens: makeApiTokens({ store: stores.tokens, organisations, clock, newId, newToken, sha256 }),
  };
}

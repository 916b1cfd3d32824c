export { type ApiTokens, makeApiTokens, TOKEN_PREFIX } from "./api-tokens.ts";
export { type ConsumeInvitation, linkNotValid, makeConsumeInvitation } from "./consume-invitation.ts";
export { type Invitations, makeInvitations } from "./invitations.ts";
export { makeOrganisations, type Organisations } from "./organisations.ts";
export type * from "./ports.ts";
export { makeReadAuditLog, type ReadAuditLog } from "./read-audit-log.ts";

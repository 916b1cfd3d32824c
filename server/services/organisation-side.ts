import type { ApiTokens, Invitations, Organisations } from "../../src/account/index.ts";

/** What the routes about organisations, tokens, administration and the audit log ask for. */
export interface OrganisationSide {
  readonly organisations: Organisations;
  readonly invitations: Invitations;
  readonly apiTokens: ApiTokens;
}

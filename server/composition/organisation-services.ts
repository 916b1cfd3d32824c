import { makeConsumeInvitation, makeInvitations, makeOrganisations } from "../../src/account/index.ts";
import type { OrganisationSide } from "../services/organisation-side.ts";
import type { SharedParts } from "./compose-service.ts";

/** Organisations, their members, and the links that let people in. */
export function organisationServices(
  { stores, clock, secrets }: SharedParts,
  publicUrl: () => string,
): OrganisationSide {
  const { newId, sha256, generateToken: newToken } = secrets;
  return {
    organisations: makeOrganisations({ store: stores.organisations, clock, newId }),
    invitations: makeInvitations({
      store: stores.invitations,
      organisations: stores.organisations,
      consume: makeConsumeInvitation({ store: stores.invitations, clock }),
      send: async () => false,
      clock,
      newId,
      newToken,
      sha256,
      publicUrl,
    }),
  };
}

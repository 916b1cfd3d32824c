import type { Member, SiteOrganisation } from "../contract/index.ts";
import type { OrganisationStore, Principal, SiteOrganisationStore } from "./ports.ts";
import { noOrganisation, requireSiteAdmin } from "./require-right.ts";

export interface SiteOrganisationParts {
  readonly store: SiteOrganisationStore;
  readonly organisations: Pick<OrganisationStore, "members">;
}

/** Organisations for administrators of the site. Everything throws AppError `not-allowed` for anybody else. */
export interface SiteOrganisations {
  page(
    principal: Principal,
    search: string | undefined,
    limit: number,
    after: string | null,
  ): Promise<readonly SiteOrganisation[]>;
  /** Throws AppError: not-found. */
  members(principal: Principal, id: string): Promise<readonly Member[]>;
}

export function makeSiteOrganisations({ store, organisations }: SiteOrganisationParts): SiteOrganisations {
  return {
    async page(principal, search, limit, after) {
      requireSiteAdmin(principal);
      return store.page(search, limit, after);
    },

    async members(principal, id) {
      requireSiteAdmin(principal);
      const found = await store.find(id);
      if (found === null) throw noOrganisation(id);
      return organisations.members(found.id);
    },
  };
}

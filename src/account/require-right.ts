import { AppError } from "../kernel/app-error.ts";
import type { MemberRole, OrganisationStore, Principal, Scope } from "./ports.ts";

const SCOPES: readonly Scope[] = ["view", "change", "manage"];
const ROLE_SCOPES: Readonly<Record<MemberRole, Scope>> = { viewer: "view", member: "change", owner: "manage" };

/** Whether a scope includes another. */
export function includesScope(scope: Scope, other: Scope): boolean {
  return SCOPES.indexOf(scope) >= SCOPES.indexOf(other);
}

/** Throws AppError `not-allowed` when the API token in use is for less. */
export function requireScope(principal: Principal, needs: Scope): void {
  if (includesScope(principal.scope, needs)) return;
  throw new AppError("not-allowed", `The API token is for "${principal.scope}"; this needs "${needs}".`, {
    scope: principal.scope,
    needs,
  });
}

/** Throws AppError `not-allowed` for everybody who does not run the site. */
export function requireSiteAdmin(principal: Principal): void {
  if (!principal.siteAdmin) throw new AppError("not-allowed", "Only an administrator of this site may do that.");
  requireScope(principal, "manage");
}

/**
 * The organisation as this person sees it. The answer for a stranger is the same whether it exists or not.
 *
 * @throws AppError `not-found` for strangers, `not-allowed` for a role or token that is too low
 */
export async function requireMembership(
  store: Pick<OrganisationStore, "find">,
  principal: Principal,
  organisationId: string,
  needs: Scope,
) {
  const found = await store.find(organisationId, principal.userId);
  if (found === null) throw noOrganisation(organisationId);
  if (!includesScope(ROLE_SCOPES[found.role], needs)) {
    throw new AppError("not-allowed", `You are a ${found.role} of ${found.handle}; this needs an owner.`, {
      role: found.role,
    });
  }
  requireScope(principal, needs);
  return found;
}

export function noOrganisation(organisationId: string): AppError {
  return new AppError("not-found", `There is no organisation ${organisationId}.`, { organisationId });
}

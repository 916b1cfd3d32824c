import type { AdministrationSide } from "../../server/services/administration-side.ts";
import type { OrganisationSide } from "../../server/services/organisation-side.ts";
import type { StateServices } from "../../server/services/state-side.ts";
import type { Services } from "../../server/services.ts";

type Unscripted = OrganisationSide &
  AdministrationSide &
  Pick<Services, "accountEvents" | "buckets" | "images" | "power" | "remote" | "tenants" | "workspaceEvents"> & {
    readonly states: StateServices;
  };

/** Services that a scripted core does not have: tests of theirs use the real ones. Calling one fails the test. */
export function unscriptedServices(): Unscripted {
  return {
    organisations: unscripted("organisations"),
    invitations: unscripted("invitations"),
    apiTokens: unscripted("apiTokens"),
    noteAudit: async () => undefined,
    auditIntents: { begin: async () => undefined, end: async () => undefined },
    auditLog: unscripted("auditLog"),
    users: unscripted("users"),
    states: unscripted("states"),
    tenants: unscripted("tenants"),
    accountEvents: unscripted("accountEvents"),
    remote: unscripted("remote"),
    power: unscripted("power"),
    images: unscripted("images"),
    buckets: unscripted("buckets"),
    workspaceEvents: () => Promise.reject(new Error("workspaceEvents is not scripted")),
    ownAccount: unscripted("ownAccount"),
    transfers: unscripted("transfers"),
    administration: unscripted("administration"),
    banners: unscripted("banners"),
    cloudCare: unscripted("cloudCare"),
    cloudImport: unscripted("cloudImport"),
    siteOrganisations: unscripted("siteOrganisations"),
    sandbox: unscripted("sandbox"),
  };
}

function unscripted<T extends object>(name: string): T {
  return new Proxy({} as T, {
    get: (_target, member) => () => Promise.reject(new Error(`${name}.${String(member)} is not scripted`)),
  });
}

import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AccessStore, MemberRole, Principal, Scope, Standing } from "../../src/account/ports.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { actFor } from "../acting-account.ts";
import type { Access, Need } from "./access.ts";
import { type AuthenticationParts, identify, principalOf } from "./authentication.ts";

type Guarded = Exclude<Access, { who: "anyone" }>;

/** Where people's routes are; only there is asked who calls. */
const GUARDED = "/api/v1/";
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const ENDED: ReadonlySet<string> = new Set(["not-authenticated", "not-found", "not-allowed"]);
const RANK: Readonly<Record<Need, number>> = { view: 0, change: 1, manage: 2 };
const OF_ROLE: Readonly<Record<MemberRole, Need>> = { viewer: "view", member: "change", owner: "manage" };

/** Refuses to start with a route that does not say who may call it, or says so where nobody would ask. */
export function requireAccess(app: FastifyInstance): void {
  app.addHook("onRoute", ({ method, url, config }) => {
    const route = `${[method].flat().join(" ")} ${url}`;
    if (config?.access === undefined) {
      throw new AppError("internal", `The route ${route} does not declare who may call it; give it config.access.`);
    }
    if (config.access.who !== "anyone" && !url.startsWith(GUARDED)) {
      throw new AppError("internal", `The route ${route} asks for a person, which only happens below ${GUARDED}`);
    }
  });
}

/**
 * Decides for every route, from its `config.access`, whether the signed-in person may call it and for which account.
 * Runs before the body is read. After it `request.principal` acts for that account, and so does whatever the route
 * starts. Who is no member gets the same 404 as for a thing that does not exist.
 */
export function useAuthorization(api: FastifyInstance, store: AccessStore): void {
  api.addHook("onRequest", async (request) => {
    const access = accessOf(request);
    if (access.who === "anyone") return;
    request.principal = await decide(request, principalOf(request), access, store);
  });

  // A scope opened any earlier would be lost while the body is read.
  api.addHook("preHandler", (request, _reply, done) => {
    if (accessOf(request).who === "anyone") done();
    else actFor(principalOf(request).accountId, done);
  });
}

/** Whom the request acts for. Throws AppError: not-found, not-allowed. */
async function decide(request: FastifyRequest, person: Principal, access: Guarded, store: AccessStore) {
  const principal = await actorOf(request, withinBounds(person), access, store);
  // A refusal is noted in the account it belongs to.
  request.principal = principal;
  refuseUnlessAllowed(principal, access);
  return principal;
}

/**
 * Asks once more, for an answer that goes on for long: has the session or token ended, the person been suspended, or have
 * they lost the role since the request came?
 */
export async function mayGoOn(
  request: FastifyRequest,
  parts: AuthenticationParts,
  store: AccessStore,
): Promise<boolean> {
  const access = accessOf(request);
  if (access.who === "anyone") return true;
  try {
    const { accountId } = principalOf(request);
    return (await decide(request, await identify(request, parts), access, store)).accountId === accountId;
  } catch (error) {
    if (error instanceof AppError && ENDED.has(error.code)) return false;
    throw error;
  }
}

/** Bound to an organisation, not even an administrator's token reaches the site. */
function withinBounds(principal: Principal): Principal {
  const { boundTo, userId } = principal;
  return boundTo === undefined || boundTo === userId ? principal : { ...principal, siteAdmin: false };
}

export function mayDo({ role, scope }: Pick<Principal, "role" | "scope">, needs: Need): boolean {
  return Math.min(RANK[OF_ROLE[role]], RANK[scope]) >= RANK[needs];
}

/** Throws AppError("not-allowed") unless both the role and the token's scope reach so far. */
export function requireNeed({ role, scope }: Pick<Principal, "role" | "scope">, needs: Need): void {
  if (RANK[OF_ROLE[role]] < RANK[needs]) {
    throw new AppError("not-allowed", `A ${role} may not do this; it takes the right to ${needs}.`, { needs, role });
  }
  requireScope(scope, needs);
}

/** For whom the person acts here. Whether they may is asked afterwards, so that a refusal is noted where it belongs. */
async function actorOf(
  request: FastifyRequest,
  principal: Principal,
  access: Guarded,
  store: AccessStore,
): Promise<Principal> {
  switch (access.who) {
    case "user":
    case "site-admin":
      return principal;
    case "account":
      return actingFor(request, principal, store);
    case "organisation": {
      const name = textParam(request, access.param);
      const standing = await store.account(name, principal.userId);
      if (standing?.kind !== "organisation" || !isWithin(principal, standing)) throw noAccount(name);
      return standingAs(principal, standing);
    }
    case "object": {
      const id = textParam(request, access.param);
      const standing = UUID.test(id) ? await store.accountOf(access.object, id, principal.userId) : null;
      if (standing === null) throw notFound(access.object, id);
      if (standing.accountId === null) {
        refuseChangeOfShared(principal, access.needs);
        return actingFor(request, principal, store);
      }
      if (!isWithin(principal, standing)) throw notFound(access.object, id);
      return standingAs(principal, standing);
    }
  }
}

function refuseUnlessAllowed(principal: Principal, access: Guarded): void {
  if (access.who !== "user" && access.who !== "site-admin") {
    requireNeed(principal, access.needs);
    return;
  }
  refuseBound(principal);
  if (access.who === "site-admin" && !principal.siteAdmin) {
    throw new AppError("not-allowed", "Only an administrator of the site may do this.");
  }
  requireScope(principal.scope, access.who === "site-admin" ? "manage" : access.needs);
}

/** The account named by the header, else the one the token is bound to, else the person's own. */
async function actingFor(request: FastifyRequest, principal: Principal, store: AccessStore): Promise<Principal> {
  const named = [request.headers["twinstack-account"]].flat()[0] ?? principal.boundTo;
  if (named === undefined || named === principal.userId) {
    if (principal.boundTo !== undefined && principal.boundTo !== principal.userId) throw noAccount(principal.userId);
    return principal;
  }
  const standing = await store.account(named, principal.userId);
  if (standing === null || !isWithin(principal, standing)) throw noAccount(named);
  return standingAs(principal, standing);
}

/** What the site shares may be seen by everybody and changed by its administrators. */
function refuseChangeOfShared({ siteAdmin }: Principal, needs: Need): void {
  if (needs === "view" || siteAdmin) return;
  throw new AppError("not-allowed", "This is shared by the whole site; only its administrators may change it.");
}

function requireScope(scope: Scope, needs: Need): void {
  if (RANK[scope] >= RANK[needs]) return;
  throw new AppError("not-allowed", `Your token may only ${scope}; this takes one that may ${needs}.`, {
    needs,
    scope,
  });
}

function isWithin({ boundTo }: Principal, { accountId }: Standing): boolean {
  return boundTo === undefined || boundTo === accountId;
}

/** A token bound to one account is no key to the person behind it. */
function refuseBound({ boundTo, userId }: Principal): void {
  if (boundTo === undefined || boundTo === userId) return;
  throw new AppError("not-allowed", "This token acts for one organisation only; sign in, or use a token of your own.");
}

function standingAs(principal: Principal, { accountId, role }: Standing): Principal {
  return { ...principal, accountId: accountId ?? principal.accountId, role };
}

function textParam(request: FastifyRequest, name: string): string {
  const value = (request.params as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" ? value : "";
}

function notFound(kind: string, id: string): AppError {
  return new AppError("not-found", `There is no ${kind} ${id}.`, { [`${kind}Id`]: id });
}

function noAccount(name: string): AppError {
  return new AppError("not-found", `There is no account ${name} that you belong to.`);
}

function accessOf(request: FastifyRequest): Access {
  const access = request.routeOptions.config?.access;
  if (access !== undefined) return access;
  // An address below /api/v1 that no route has: whoever is signed in hears that there is nothing.
  return { who: "anyone" };
}

import type { InjectOptions } from "fastify";
import type { Access, Need } from "../../server/plugins/access.ts";
import type { MemberRole } from "../../src/account/ports.ts";
import { ROUTE_CASES, type RouteCase } from "./tenant-cases.ts";
import type { TenantObjects } from "./tenant-objects.ts";
import type { Caller, TenantWorld } from "./tenant-world.ts";

/** A route with its case. */
export interface Route {
  readonly key: string;
  readonly method: string;
  readonly url: string;
  readonly access: Exclude<Access, { who: "anyone" }>;
  readonly how: RouteCase;
}

/** One call and the statuses that are right for it. */
export interface Call {
  readonly caller: Caller | null;
  readonly of: TenantObjects;
  readonly account?: string;
  readonly expected: readonly number[];
}

const RIGHTS: Readonly<Record<MemberRole | Need, number>> = {
  ...{ viewer: 0, member: 1, owner: 2 },
  ...{ view: 0, change: 1, manage: 2 },
};
/** Every route with what it declares, one entry per method. */
export function routesWithAccess(world: TenantWorld): readonly {
  readonly key: string;
  readonly access: Access;
  readonly url: string;
  readonly method: string;
}[] {
  return world.routes.flatMap(({ method, url, config }) => {
    const access = config?.access;
    return access === undefined
      ? []
      : [method].flat().map((one) => ({ key: `${one} ${url}`, method: one, url, access }));
  });
}

/** The guarded routes with their cases; HEAD is called as its GET is. */
export function guardedRoutes(world: TenantWorld): readonly Route[] {
  return routesWithAccess(world).flatMap(({ key, method, url, access }) => {
    if (access.who === "anyone") return [];
    const how = ROUTE_CASES[keyOf(key)];
    return how === undefined ? [] : [{ key, method, url, access, how }];
  });
}

/** The key of a case; HEAD is called as its GET is. */
export function keyOf(key: string): string {
  return key.replace(/^HEAD /, "GET ").replace(" /api/v1", " ");
}

export async function callRoute(world: TenantWorld, route: Route, { caller, of, account }: Call) {
  const { access, how } = route;
  const id =
    access.who === "object"
      ? { [access.param]: of[access.object] }
      : access.who === "organisation"
        ? { [access.param]: of.account }
        : {};
  const params: Readonly<Record<string, string>> = { ...id, ...how.params?.(of) };
  const url = route.url.replace(/:(\w+)/g, (_all, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${route.key}: say in tenant-cases.ts what :${name} is`);
    return value;
  });
  const headers = {
    ...(caller !== null && { authorization: `Bearer ${caller.token}` }),
    ...(account !== undefined && { "twinstack-account": account }),
  };
  const options = { method: route.method as "GET", url, headers, query: { ...how.query?.(of) } };
  return world.app.inject(
    how.body === undefined ? options : ({ ...options, payload: how.body } satisfies InjectOptions),
  );
}

/** Statuses that are right when this caller asks for a thing of this account. */
export function expectedFor(
  world: TenantWorld,
  { access, how }: Route,
  [caller, of]: readonly [Caller, TenantObjects],
): readonly number[] {
  if (caller.person === "sam") return [401];
  const bound = caller.boundTo !== null;
  const enough = (needs: Need) => RIGHTS[caller.scope] >= RIGHTS[needs];
  if (access.who === "site-admin") {
    return !bound && caller.person === "root" && enough("manage") ? how.answers : [403];
  }
  if (access.who === "user") {
    if (bound || !enough(access.needs)) return [403];
    const mine = how.params === undefined || caller.person === of.account || ownsFirst(caller, of);
    return mine ? how.answers : [404];
  }
  const role = world.roleOf(caller, of.account);
  if (role === null) return [404];
  if (how.scope !== undefined && !enough(how.scope)) return [403];
  return RIGHTS[role] >= RIGHTS[access.needs] && enough(access.needs) ? how.answers : [403];
}

/** A thing of an organisation that is one person's own was planted for its first owner. */
function ownsFirst({ person }: Caller, { account }: TenantObjects): boolean {
  return { lab: "lea", firm: "fay" }[account] === person;
}

/** Organisations have routes that people have not. */
export function fits({ access }: Route): (of: TenantObjects) => boolean {
  return ({ account }) => access.who !== "organisation" || account === "lab" || account === "firm";
}

/** Some calls side by side, for tenants come so and must not see each other then either. */
export async function inBatches<T>(
  all: readonly T[],
  work: (one: T) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let start = 0; start < all.length; start += 16) {
    found.push(...(await Promise.all(all.slice(start, start + 16).map(work))).flat());
  }
  return found;
}

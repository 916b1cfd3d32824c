import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  callRoute,
  expectedFor,
  fits,
  guardedRoutes,
  inBatches,
  keyOf,
  type Route,
  routesWithAccess,
} from "../_helpers/tenant-calls.ts";
import { OPEN_ROUTES, ROUTE_CASES } from "../_helpers/tenant-cases.ts";
import type { TenantObjects } from "../_helpers/tenant-objects.ts";
import { ACCOUNTS, type Caller, openTenantWorld, type TenantWorld } from "../_helpers/tenant-world.ts";

/** Thousands of calls; a busy machine takes minutes. */
const PATIENCE_MS = 900_000;
let world: TenantWorld;
let objects: readonly TenantObjects[];
const counts = { routes: 0, refused: 0, allowed: 0, lists: 0 };

beforeAll(async () => {
  world = await openTenantWorld();
  objects = await Promise.all(ACCOUNTS.map((account) => world.plant(account)));
});
afterAll(async () => {
  await world.close();
  process.stdout.write(
    `tenant matrix: ${counts.routes} routes, ${counts.refused} refusals of strangers and of weak roles and tokens, ` +
      `${counts.allowed} answers to those who may, ${counts.lists} lists without a stranger's mark\n`,
  );
});

/** Ids that a caller tried stand in refusals and in their own audit log; names of foreign things stand nowhere. */
function showsForeign(caller: Caller, body: string): boolean {
  return objects.some(({ account, marker }) => world.roleOf(caller, account) === null && body.includes(marker));
}

function callerNamed(name: string): Caller {
  const found = world.callers.find((caller) => caller.name === name);
  if (found === undefined) throw new Error(`there is no caller ${name}`);
  return found;
}

function routeOf(key: string): Route {
  const found = guardedRoutes(world).find((route) => keyOf(route.key) === key);
  if (found === undefined) throw new Error(`there is no route ${key}`);
  return found;
}

test("every route that asks who calls has a case, and every case has its route", () => {
  const keys = routesWithAccess(world);
  const asked = new Set(keys.filter(({ access }) => access.who !== "anyone").map(({ key }) => keyOf(key)));
  const open = new Set(keys.filter(({ access }) => access.who === "anyone").map(({ key }) => keyOf(key)));

  expect([...asked].filter((key) => ROUTE_CASES[key] === undefined)).toEqual([]);
  expect(Object.keys(ROUTE_CASES).filter((key) => !asked.has(key))).toEqual([]);
  expect([...open].filter((key) => OPEN_ROUTES[key] === undefined)).toEqual([]);
  expect(Object.keys(OPEN_ROUTES).filter((key) => !open.has(key))).toEqual([]);
  counts.routes = asked.size + open.size;
});

test("nobody gets anywhere without a token, nor with one that opens nothing", async () => {
  const [of] = objects;
  const wrong: string[] = [];
  for (const route of guardedRoutes(world)) {
    if (of === undefined) break;
    for (const caller of [
      null,
      { name: "?", person: "?", token: "guessed", scope: "manage", boundTo: null } as const,
    ]) {
      const { statusCode } = await callRoute(world, route, { caller, of, expected: [401] });
      if (statusCode !== 401) wrong.push(`${route.key}: ${statusCode}`);
      counts.refused += 1;
    }
  }

  expect(wrong).toEqual([]);
});

test(
  "a thing of an account is 404 to strangers and 403 to members whose role or token reaches too short",
  async () => {
    const calls = guardedRoutes(world).flatMap((route) =>
      objects.filter(fits(route)).flatMap((of) =>
        world.callers.flatMap((caller) => {
          const expected = expectedFor(world, route, [caller, of]);
          const named = route.access.who === "account" ? { account: of.account } : {};
          if (expected === route.how.answers) return [];
          const direct = { route, caller, of, expected, ...named };
          if (route.access.who !== "account" || route.how.params === undefined) return [direct];
          // Acting for themselves, they may call the route; the thing it names is still not theirs.
          return [direct, { route, caller, of, expected: [401, 403, 404] }];
        }),
      ),
    );

    const wrong = await inBatches(calls, async ({ route, ...made }) => {
      const { statusCode } = await callRoute(world, route, made);
      if (made.expected.includes(statusCode)) return [];
      return [`${route.key} of ${made.of.account} by ${made.caller.name}: ${statusCode}, not ${made.expected.join()}`];
    });

    counts.refused += calls.length;
    expect(wrong).toEqual([]);
    expect(calls.length).toBeGreaterThan(2_000);
  },
  PATIENCE_MS,
);

test(
  "whoever may is let in, and changes a fresh thing each time",
  async () => {
    const wrong: string[] = [];
    for (const route of guardedRoutes(world).filter(({ method }) => method !== "HEAD")) {
      for (const planted of objects.filter(fits(route)).filter(({ account }) => ["ann", "lab"].includes(account))) {
        if (route.access.who === "site-admin" && planted.account !== "ann") continue;
        for (const caller of world.callers) {
          if (expectedFor(world, route, [caller, planted]) !== route.how.answers) continue;
          const of = route.method === "GET" ? planted : await world.plant(planted.account);
          const named = route.access.who === "account" ? { account: of.account } : {};
          const { statusCode, body } = await callRoute(world, route, {
            caller,
            of,
            expected: route.how.answers,
            ...named,
          });
          if (route.method !== "GET") await world.restore();
          if (!route.how.answers.includes(statusCode)) {
            wrong.push(`${route.key} of ${of.account} by ${caller.name}: ${statusCode} ${body.slice(0, 200)}`);
          }
          // Administrators look across all accounts; there it is only asked who they are.
          if (route.access.who !== "site-admin" && showsForeign(caller, body))
            wrong.push(`${route.key} by ${caller.name} shows what is not theirs`);
          counts.allowed += 1;
        }
      }
    }

    expect(wrong).toEqual([]);
    expect(counts.allowed).toBeGreaterThan(150);
  },
  PATIENCE_MS,
);

test(
  "no list shows a stranger's thing, not even when it is asked for by id",
  async () => {
    const lists = guardedRoutes(world).filter(
      ({ method, access, how }) =>
        method === "GET" && how.params === undefined && (access.who === "account" || access.who === "user"),
    );
    const calls = lists.flatMap((route) =>
      objects.flatMap((of) => world.callers.map((caller) => ({ route, of, caller, expected: [] }))),
    );

    const wrong = await inBatches(calls, async ({ route, ...made }) => {
      const { body } = await callRoute(world, route, made);
      return showsForeign(made.caller, body) ? [`${route.key} by ${made.caller.name} shows what is not theirs`] : [];
    });

    counts.lists = calls.length;
    expect(wrong).toEqual([]);
    expect(calls.length).toBeGreaterThan(500);
  },
  PATIENCE_MS,
);

test("a shared cloud is planned on and seen by everybody, and changed by administrators of the site alone", async () => {
  const [of] = objects;
  const shared = await world.plant("root");
  await world.database.pool.query("update cloud set owner_id = null where id = $1", [shared.cloud]);
  const routes = guardedRoutes(world).filter(({ access }) => access.who === "object" && access.object === "cloud");
  const wrong: string[] = [];
  for (const route of routes) {
    if (route.access.who !== "object" || of === undefined) continue;
    const expected = route.access.needs === "view" ? route.how.answers : [403];
    const { statusCode } = await callRoute(world, route, { caller: callerNamed("ann/manage"), of: shared, expected });
    if (!expected.includes(statusCode)) wrong.push(`${route.key} by ann: ${statusCode}`);
  }
  const byAdmin = await callRoute(world, routeOf("PATCH /clouds/:id"), {
    caller: callerNamed("root/manage"),
    of: shared,
    expected: [200],
  });

  expect(wrong).toEqual([]);
  expect(routes.length).toBeGreaterThan(5);
  expect([byAdmin.statusCode, byAdmin.json().ownerId]).toEqual([200, null]);
});

test("whoever registers a cloud owns it, and only an administrator registers one for everybody", async () => {
  const route = routeOf("POST /clouds");
  const register = async (name: string, shared?: boolean) => {
    const body = {
      ...route.how.body,
      name: `of-${name.replaceAll(/[/@]/g, "-")}`,
      ...(shared !== undefined && { shared }),
    };
    const headers = { authorization: `Bearer ${callerNamed(name).token}` };
    const { statusCode, body: text } = await world.app.inject({
      method: "POST",
      url: "/api/v1/clouds?force=true",
      headers,
      payload: body,
    });
    return statusCode === 201 ? (JSON.parse(text) as { ownerId: string | null }).ownerId : statusCode;
  };

  expect(await register("ann/manage")).toBe("ann");
  expect(await register("bob/manage", true)).toBe(403);
  expect(await register("lea/manage@lab")).toBe("lab");
  expect(await register("root/manage", true)).toBeNull();
});

test("a run's credential opens its own site's state and no other, and a machine's token no other machine", async () => {
  const [mine, theirs] = objects;
  if (mine === undefined || theirs === undefined) throw new Error("two accounts are planted");
  const basic = (of: TenantObjects) => `Basic ${Buffer.from(`${of.run}:${of.statePassword}`).toString("base64")}`;
  const states = world.routes.flatMap(({ method, url }) =>
    url.startsWith("/state/") ? [method].flat().map((one) => ({ method: one, url })) : [],
  );
  const foreign: number[] = [];
  for (const { method, url } of states) {
    const path = url.replace(":workspaceId", theirs.workspace).replace(":site", "openstack");
    const headers = { authorization: basic(mine), "content-type": "application/json" };
    const { statusCode } = await world.app.inject({ method: method as "GET", url: path, headers, payload: "{}" });
    foreign.push(statusCode);
  }
  const own = await world.app.inject({
    method: "GET",
    url: `/state/v1/${mine.workspace}/openstack`,
    headers: { authorization: basic(mine) },
  });
  const beat = (of: TenantObjects, token: string) =>
    world.app.inject({
      method: "POST",
      url: "/machine/v1/heartbeat",
      headers: { authorization: `Bearer ${token}` },
      payload: {
        workspaceId: of.workspace,
        site: "openstack",
        bootId: "b",
        uptimeSeconds: 1,
        firstBootDone: true,
        gate: "off",
      },
    });
  const [ownBeat, foreignBeat] = [
    await beat(mine, `machine-of-${mine.workspace}`),
    await beat(theirs, `machine-of-${mine.workspace}`),
  ];

  expect(foreign.filter((status) => ![401, 403, 404].includes(status))).toEqual([]);
  expect(foreign.length).toBeGreaterThan(5);
  expect([own.statusCode, own.body.includes(mine.marker)]).toEqual([200, true]);
  expect([ownBeat.statusCode, foreignBeat.statusCode]).toEqual([200, 401]);
});

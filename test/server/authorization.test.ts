import { afterEach, expect, test } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import { actingAccount } from "../../server/acting-account.ts";
import type { Access } from "../../server/plugins/access.ts";
import { requireAccess, useAuthorization } from "../../server/plugins/authorization.ts";
import { useProblemDetails } from "../../server/plugins/problem-details.ts";
import type { AccessStore, MemberRole, Principal } from "../../src/account/ports.ts";
import { principalNamed } from "../_helpers/principals.ts";

const OWN = "11111111-1111-4111-8111-111111111111";
const OF_ORGANISATION = "22222222-2222-4222-8222-222222222222";
const SHARED = "33333333-3333-4333-8333-333333333333";
const FOREIGN = "44444444-4444-4444-8444-444444444444";
let app: FastifyInstance | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

/** Ann has things of her own and a role in "lab"; nothing else is hers. */
function storeWith(role: MemberRole): AccessStore {
  return {
    async accountOf(_kind, id) {
      if (id === OWN) return { accountId: "ann", role: "owner" };
      if (id === OF_ORGANISATION) return { accountId: "lab-id", role };
      return id === SHARED ? { accountId: null, role: "viewer" } : null;
    },
    async account(name) {
      if (name === "ann") return { accountId: "ann", role: "owner", kind: "user" };
      return name === "lab" || name === "lab-id" ? { accountId: "lab-id", role, kind: "organisation" } : null;
    },
  };
}

interface Caller {
  readonly role?: MemberRole;
  readonly principal?: Partial<Principal>;
  readonly headers?: Record<string, string>;
}

/** Status and, when it was let in, who acts for whom. */
async function call(access: Access, id: string, { role = "member", principal = {}, headers = {} }: Caller = {}) {
  app = Fastify();
  requireAccess(app);
  useProblemDetails(app, { translate: () => null });
  await app.register(
    async (api: FastifyInstance) => {
      api.decorateRequest("principal", null);
      api.addHook("onRequest", async (request) => {
        request.principal = principalNamed("ann", principal);
      });
      useAuthorization(api, storeWith(role));
      api.post("/things/:id", { config: { access } }, async (request) => {
        await new Promise((resolve) => setImmediate(resolve));
        return { account: request.principal?.accountId, role: request.principal?.role, scope: actingAccount() };
      });
    },
    { prefix: "/api/v1" },
  );
  const answer = await app.inject({ method: "POST", url: `/api/v1/things/${id}`, headers, payload: { some: "body" } });
  await app.close();
  return answer.statusCode === 200 ? (answer.json() as object) : answer.statusCode;
}

const workspace = (needs: "view" | "change" | "manage"): Access => ({
  who: "object",
  object: "workspace",
  param: "id",
  needs,
});

test("an object decides the account that is acted for, and the scope beneath follows it", async () => {
  expect(await call(workspace("manage"), OWN)).toEqual({ account: "ann", role: "owner", scope: "ann" });
  expect(await call(workspace("change"), OF_ORGANISATION)).toEqual({
    account: "lab-id",
    role: "member",
    scope: "lab-id",
  });
});

test.each([
  ["viewer", "view", 200],
  ["viewer", "change", 403],
  ["member", "change", 200],
  ["member", "manage", 403],
  ["owner", "manage", 200],
] as const)("a %s who wants to %s is answered %i", async (role, needs, expected) => {
  const answer = await call(workspace(needs), OF_ORGANISATION, { role });

  expect(typeof answer === "number" ? answer : 200).toBe(expected);
});

test.each([
  ["view", "change", 403],
  ["change", "change", 200],
  ["change", "manage", 403],
  ["manage", "manage", 200],
] as const)("a token that may %s bounds an owner who wants to %s: %i", async (scope, needs, expected) => {
  const answer = await call(workspace(needs), OWN, { principal: { scope } });

  expect(typeof answer === "number" ? answer : 200).toBe(expected);
});

test("what is foreign, unknown or no id at all is the same 404, whatever the right that is missing", async () => {
  const narrow = { principal: { scope: "view" } } as const;

  expect(await call(workspace("manage"), FOREIGN, narrow)).toBe(404);
  expect(await call(workspace("manage"), "not-an-id", narrow)).toBe(404);
  expect(await call(workspace("manage"), `${OWN}%00`, narrow)).toBe(404);
});

test("a shared thing is seen by everybody and changed by administrators of the site only", async () => {
  const cloud = (needs: "view" | "manage"): Access => ({ who: "object", object: "cloud", param: "id", needs });

  expect(await call(cloud("view"), SHARED)).toEqual({ account: "ann", role: "owner", scope: "ann" });
  expect(await call(cloud("manage"), SHARED)).toBe(403);
  expect(await call(cloud("manage"), SHARED, { principal: { siteAdmin: true } })).toMatchObject({ account: "ann" });
  expect(await call(cloud("manage"), SHARED, { principal: { siteAdmin: true, scope: "view" } })).toBe(403);
});

test("a header chooses the account by handle or id, and none that one does not belong to", async () => {
  const access: Access = { who: "account", needs: "change" };

  expect(await call(access, OWN)).toMatchObject({ account: "ann" });
  for (const name of ["lab", "lab-id"]) {
    expect(await call(access, OWN, { headers: { "twinstack-account": name } })).toMatchObject({ scope: "lab-id" });
  }
  expect(await call(access, OWN, { headers: { "twinstack-account": "bob" } })).toBe(404);
  expect(await call(access, OWN, { headers: { "twinstack-account": "lab" }, role: "viewer" })).toBe(403);
});

test("a token bound to an organisation acts there and nowhere else, not even for its own person", async () => {
  const bound = { principal: { boundTo: "lab-id" } };
  const account: Access = { who: "account", needs: "change" };

  expect(await call(account, OWN, bound)).toMatchObject({ account: "lab-id" });
  expect(await call(account, OWN, { ...bound, headers: { "twinstack-account": "ann" } })).toBe(404);
  expect(await call(workspace("change"), OF_ORGANISATION, bound)).toMatchObject({ account: "lab-id" });
  expect(await call(workspace("view"), OWN, bound)).toBe(404);
  expect(await call({ who: "user", needs: "view" }, OWN, bound)).toBe(403);
  expect(await call({ who: "site-admin" }, OWN, { principal: { boundTo: "lab-id", siteAdmin: true } })).toBe(403);
});

test("an organisation's routes are for its members, and the site's for its administrators", async () => {
  const organisation: Access = { who: "organisation", param: "id", needs: "manage" };

  expect(await call(organisation, "lab", { role: "owner" })).toEqual({
    account: "lab-id",
    role: "owner",
    scope: "lab-id",
  });
  expect(await call(organisation, "lab")).toBe(403);
  expect(await call(organisation, "other")).toBe(404);
  expect(await call(organisation, "ann")).toBe(404);
  expect(await call({ who: "site-admin" }, OWN)).toBe(403);
  expect(await call({ who: "site-admin" }, OWN, { principal: { siteAdmin: true } })).toMatchObject({ account: "ann" });
});

test("a route that does not say who may call it does not start, and is named", () => {
  app = Fastify();
  requireAccess(app);

  expect(() => app?.get("/api/v1/forgotten", async () => "open")).toThrow(/GET \/api\/v1\/forgotten/);
});

test("a route that asks for a person where nobody asks does not start either", () => {
  app = Fastify();
  requireAccess(app);
  const config = { access: { who: "user", needs: "view" } } as const;

  expect(() => app?.get("/metrics", { config }, async () => "open")).toThrow(/GET \/metrics/);
});

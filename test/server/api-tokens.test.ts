import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { ApiToken, ApiTokenReceipt, Organisation } from "../../src/contract/index.ts";
import { type AccountApp, type Caller, openAccountApp } from "../_helpers/account-app.ts";

let app: AccountApp;
let ann: Caller;

beforeAll(async () => {
  app = await openAccountApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.database.pool.query("delete from account");
  ann = await app.person("ann");
});

async function make(body: object, by = ann.token): Promise<ApiTokenReceipt> {
  const answer = await app.call<ApiTokenReceipt>("POST", "/me/tokens", by, { body });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function tokens(): Promise<readonly ApiToken[]> {
  return (await app.call<{ items: ApiToken[] }>("GET", "/me/tokens", ann.token)).body.items;
}

test("a token is shown once, opens the API at once, and only its hash is stored", async () => {
  const { token, apiToken } = await make({ name: "pipeline" });

  const listed = await app.call("GET", "/workspaces", token);
  const stored = JSON.stringify([(await app.database.pool.query("select * from api_token")).rows, await tokens()]);

  expect(token).toMatch(/^tst_[\w-]{43}$/);
  expect(listed.status).toBe(200);
  expect(stored).not.toContain(token);
  expect(apiToken).toMatchObject({ name: "pipeline", scope: "change", organisationId: null, lastUsedAt: null });
  const days = (Date.parse(apiToken.expiresAt ?? "") - Date.parse(apiToken.createdAt)) / 86_400_000;
  expect(days).toBe(90);
});

test("notes the last use to the minute", async () => {
  const { token, apiToken } = await make({ name: "pipeline" });

  await app.call("GET", "/workspaces", token);
  await app.call("GET", "/workspaces", token);

  const used = (await tokens()).find(({ id }) => id === apiToken.id)?.lastUsedAt;
  expect(used).toMatch(/T\d\d:\d\d:00\.000Z$/);
});

test("a token that may only view or change makes no token and shows none", async () => {
  for (const scope of ["view", "change"]) {
    const { token } = await make({ name: scope, scope });

    for (const [method, path] of [
      ["POST", "/me/tokens"],
      ["GET", "/me/tokens"],
      ["DELETE", "/me/tokens"],
    ] as const) {
      const body = method === "POST" ? { name: "more", scope: "view" } : undefined;
      const answer = await app.call<{ code: string }>(method, path, token, body && { body });
      expect([scope, method, answer.status, answer.body.code]).toEqual([scope, method, 403, "not-allowed"]);
    }
  }
});

test("a token that manages makes others", async () => {
  const { token } = await make({ name: "boss", scope: "manage" });

  const { apiToken } = await make({ name: "made by it", scope: "view" }, token);

  expect(apiToken.scope).toBe("view");
});

test("a token of one organisation acts for it without being told, and opens nothing else", async () => {
  const lab = (await app.call<Organisation>("POST", "/organisations", ann.token, { body: { handle: "lab" } })).body;
  const club = (await app.call<Organisation>("POST", "/organisations", ann.token, { body: { handle: "club" } })).body;
  const { token, apiToken } = await make({ name: "ci", scope: "manage", organisationId: "lab" });

  const own = await app.call<Organisation>("GET", `/organisations/${lab.id}`, token);
  const answers = await Promise.all([
    app.call("GET", `/organisations/${club.id}`, token),
    app.call("GET", "/me/tokens", token),
    app.call("POST", "/organisations", token, { body: { handle: "more" } }),
    app.call("GET", "/workspaces", token, { account: "ann" }),
    app.call("GET", "/workspaces", token),
  ]);

  expect(apiToken.organisationId).toBe(lab.id);
  expect(own.body.handle).toBe("lab");
  expect(answers.map(({ status }) => status)).toEqual([404, 403, 403, 404, 200]);
});

test("a token is bound to organisations of one's own only, and goes when its person is taken out", async () => {
  const ben = await app.person("ben");
  const lab = (await app.call<Organisation>("POST", "/organisations", ann.token, { body: { handle: "lab" } })).body;
  const foreign = { name: "x", organisationId: lab.id };
  expect((await app.call("POST", "/me/tokens", ben.token, { body: foreign })).status).toBe(404);
  await app.database.pool.query("insert into membership (organisation_id, user_id, role) values ($1, 'ben', 'owner')", [
    lab.id,
  ]);
  const { token } = await make(foreign, ben.token);
  expect((await app.call("GET", `/organisations/${lab.id}`, token)).status).toBe(200);

  await app.call("DELETE", `/organisations/${lab.id}/members/ben`, ann.token);

  expect((await app.call("GET", `/organisations/${lab.id}`, token)).status).toBe(401);
});

test("a revoked token opens nothing, and only its own person revokes it", async () => {
  const ben = await app.person("ben");
  const { token, apiToken } = await make({ name: "pipeline" });

  expect((await app.call("DELETE", `/me/tokens/${apiToken.id}`, ben.token)).status).toBe(404);
  expect((await app.call("GET", "/workspaces", token)).status).toBe(200);
  expect((await app.call("DELETE", `/me/tokens/${apiToken.id}`, ann.token)).status).toBe(204);

  expect((await app.call("GET", "/workspaces", token)).status).toBe(401);
  expect((await app.call("DELETE", `/me/tokens/${apiToken.id}`, ann.token)).status).toBe(404);
});

test("all tokens end at once", async () => {
  const { token } = await make({ name: "pipeline", scope: "manage" });

  const answer = await app.call("DELETE", "/me/tokens", token);

  expect(answer).toEqual({ status: 200, body: { revoked: 2 } });
  expect((await app.call("GET", "/workspaces", token)).status).toBe(401);
  expect((await app.call("GET", "/workspaces", ann.token)).status).toBe(401);
});

test("a token lives at most a year, and not for ever", async () => {
  const { token } = await make({ name: "short", expiresInDays: 1 });
  await app.database.pool.query("update api_token set expires_at = now() where name = 'short'");

  expect((await app.call("GET", "/workspaces", token)).status).toBe(401);
  expect((await app.call("POST", "/me/tokens", ann.token, { body: { name: "x", expiresInDays: 366 } })).status).toBe(
    422,
  );
  expect((await app.call("POST", "/me/tokens", ann.token, { body: { name: "" } })).status).toBe(422);
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { AccountExport } from "../../src/contract/index.ts";
import { addWorkspace } from "../_helpers/account-world.ts";
import { type Browser, PASSWORD, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

let people: PeopleApp;
let browser: Browser;
let handle: string;
let id: string;

beforeAll(async () => {
  people = await startPeopleApp();
});
afterAll(() => people.close());
beforeEach(async () => {
  handle = `p${randomUUID().slice(0, 8)}`;
  id = await people.addPerson(handle);
  browser = people.browser();
  await browser.logIn(handle);
});

function remove(body: object = { confirmHandle: handle, password: PASSWORD }) {
  return browser.send("DELETE", "/api/v1/me", body);
}

async function addState(workspaceId: string, hasObjects: boolean): Promise<void> {
  await people.database.pool.query(
    `insert into state_version (workspace_id, site, serial, lineage, md5, bytes, created_at, has_objects)
     select $1, 'openstack', count(*) + 1, 'l', 'm', '', now(), $2 from state_version where workspace_id = $1`,
    [workspaceId, hasObjects],
  );
}

test("exports account, memberships, tokens, workspaces and what the person did, and no secret", async () => {
  const { pool } = people.database;
  await browser.send("POST", "/api/v1/organisations", { handle: `org-${handle}` });
  const { token } = (await browser.send("POST", "/api/v1/me/tokens", { name: "ci" })).json<{ token: string }>();
  const workspaceId = await addWorkspace(pool, id, "web");
  await pool.query(
    `insert into revision (workspace_id, number, operation_id, requirement, deployment_plan, created_at, created_by)
     values ($1, 1, $2, '{"name":"web","access":{"passwordHash":"$6$canary"}}', '{}', now(), 'me')`,
    [workspaceId, randomUUID()],
  );

  const answer = await browser.send("GET", "/api/v1/me/export");
  const exported = answer.json<AccountExport>();

  expect(answer.statusCode).toBe(200);
  expect(exported.account).toMatchObject({ id, handle, email: `${handle}@example.org`, siteAdmin: false });
  expect(exported.memberships).toMatchObject([{ organisation: `org-${handle}`, role: "owner" }]);
  expect(exported.apiTokens).toMatchObject([{ name: "ci" }]);
  expect(exported.workspaces).toMatchObject([
    { name: "web", runs: [], revisions: [{ number: 1, requirement: { name: "web", access: {} } }] },
  ]);
  expect(exported.auditEntries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["createApiToken", "createOrganisation"]),
  );
  for (const secret of [token, "$6$canary", "$argon2id"]) expect(answer.body).not.toContain(secret);
});

test("a person goes with everything of theirs, and the audit log keeps their name", async () => {
  const { pool } = people.database;
  const workspaceId = await addWorkspace(pool, id, "web");
  await addState(workspaceId, true);
  await addState(workspaceId, false);
  await browser.send("POST", "/api/v1/me/tokens", { name: "ci" });

  const answer = await remove();

  const left = await pool.query("select 1 from account where id = $1 union all select 1 from workspace where id = $2", [
    id,
    workspaceId,
  ]);
  const log = await pool.query("select distinct user_name from audit_entry where user_id = $1", [id]);
  expect(answer.statusCode).toBe(204);
  expect(left.rowCount).toBe(0);
  expect(log.rows).toEqual([{ user_name: handle }]);
  expect((await browser.send("GET", "/api/v1/me")).statusCode).toBe(401);
});

test("machines and organisations without another owner keep the account, and are named", async () => {
  const { pool } = people.database;
  await addState(await addWorkspace(pool, id, "web"), true);
  await browser.send("POST", "/api/v1/organisations", { handle: `org-${handle}` });

  const answer = await remove();

  expect(answer.json()).toMatchObject({
    status: 409,
    code: "account-not-empty",
    facts: { workspaces: ["web"], organisations: [`org-${handle}`] },
  });
  expect((await browser.send("GET", "/api/v1/me")).statusCode).toBe(200);
});

test("of two owners of whom one goes and one leaves at once, one stays", async () => {
  const made = await browser.send("POST", "/api/v1/organisations", { handle: `org-${handle}` });
  const organisationId = made.json<{ id: string }>().id;
  const otherHandle = `o${handle}`;
  const other = await people.addPerson(otherHandle);
  await people.database.pool.query("insert into membership (organisation_id, user_id, role) values ($1, $2, 'owner')", [
    organisationId,
    other,
  ]);
  const otherBrowser = people.browser();
  await otherBrowser.logIn(otherHandle);

  const ends = await Promise.all([
    remove(),
    otherBrowser.send("POST", `/api/v1/organisations/${organisationId}/leave`),
  ]);

  const { rowCount } = await people.database.pool.query("select 1 from membership where organisation_id = $1", [
    organisationId,
  ]);
  expect(ends.map(({ statusCode }) => statusCode).sort()).toEqual([204, 409]);
  expect(rowCount).toBe(1);
});

test("neither a wrong password nor a wrong handle deletes anything", async () => {
  expect((await remove({ confirmHandle: handle, password: "wrong" })).json()).toMatchObject({
    code: "wrong-credentials",
  });
  expect((await remove({ confirmHandle: handle })).json()).toMatchObject({ code: "wrong-credentials" });
  expect((await remove({ confirmHandle: "somebody", password: PASSWORD })).json()).toMatchObject({
    code: "validation-failed",
  });
  expect((await browser.send("GET", "/api/v1/me")).statusCode).toBe(200);
});

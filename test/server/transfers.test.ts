import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { databaseProblem } from "../../src/adapters/postgres/database-problem.ts";
import type { Transfer } from "../../src/contract/index.ts";
import { type AccountApp, type Answer, type Caller, openAccountApp } from "../_helpers/account-app.ts";
import { addWorkspace } from "../_helpers/account-world.ts";

let app: AccountApp;
let ann: Caller;
let ben: Caller;
let workspaceId: string;
let sharedCloud: string;

beforeAll(async () => {
  app = await openAccountApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  const { pool } = app.database;
  await pool.query("delete from workspace");
  await pool.query("delete from cloud");
  await pool.query("delete from account");
  ann = await app.person("ann");
  ben = await app.person("ben");
  sharedCloud = await addCloud("shared", null);
  workspaceId = await addWorkspace(pool, "ann", "web");
  await addRevision(sharedCloud);
});

async function addCloud(name: string, ownerId: string | null): Promise<string> {
  const id = randomUUID();
  await app.database.pool.query(
    `insert into cloud (id, name, kind, description, endpoint, location, sandbox, mapping, status, status_detail,
                        registration_sealed, owner_id)
     values ($1, $2, 'openstack', '', '', '', true, '{}', 'ready', '', '', $3)`,
    [id, name, ownerId],
  );
  return id;
}

async function addRevision(cloudId: string): Promise<void> {
  await app.database.pool.query(
    `insert into revision (workspace_id, number, operation_id, requirement, deployment_plan, created_at, created_by)
     select $1, count(*) + 1, $2, '{}', $3, now(), 'ann' from revision where workspace_id = $1`,
    [workspaceId, randomUUID(), JSON.stringify({ sites: [{ cloudId }] })],
  );
}

const RUN = `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason,
    revision, auto_apply, status, created_by, created_at)
  values ($1, $2, 'web', $3, $1, 'openstack', 'primary', $4, 'apply', 'user', 1, false, $5, 'ann', now())`;

async function addRun(status: string): Promise<string> {
  const id = randomUUID();
  await app.database.pool.query(RUN, [id, workspaceId, "ann", sharedCloud, status]);
  return id;
}

async function offer(to = "ben"): Promise<Transfer> {
  const answer = await app.call<Transfer>("POST", `/workspaces/${workspaceId}/transfer`, ann.token, { body: { to } });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}

function accept({ id }: Transfer, by = ben.token, account?: string): Promise<Answer<{ code?: string }>> {
  return app.call("POST", `/transfers/${id}/accept`, by, account === undefined ? {} : { account });
}

async function ownerOf(table: "workspace" | "run", id: string): Promise<unknown> {
  return (await app.database.pool.query(`select owner_id from ${table} where id = $1`, [id])).rows[0]?.owner_id;
}

test("a workspace stays its owner's until the other side accepts, and then goes with its runs", async () => {
  const runId = await addRun("applied");

  const made = await offer();
  const before = await ownerOf("workspace", workspaceId);
  const accepted = await accept(made);

  expect(made).toMatchObject({ workspaceName: "web", from: { handle: "ann" }, to: { handle: "ben" } });
  expect(before).toBe("ann");
  expect(accepted).toEqual({ status: 200, body: { workspaceId } });
  expect([await ownerOf("workspace", workspaceId), await ownerOf("run", runId)]).toEqual(["ben", "ben"]);
  expect(
    (await app.call("POST", `/workspaces/${workspaceId}/transfer`, ann.token, { body: { to: "ben" } })).status,
  ).toBe(404);
});

test("both sides see the offer and nobody else; who is not asked cannot accept", async () => {
  const eve = await app.person("eve");
  const made = await offer();
  const listed = await Promise.all(
    [ann, ben, eve].map(({ token }) => app.call<{ items: Transfer[] }>("GET", "/transfers", token)),
  );

  expect(listed.map(({ body }) => body.items.length)).toEqual([1, 1, 0]);
  expect((await accept(made, eve.token)).status).toBe(404);
  expect((await accept(made, ann.token)).status).toBe(404);
  expect((await app.call("POST", `/transfers/${made.id}/decline`, eve.token)).status).toBe(404);
  expect(await ownerOf("workspace", workspaceId)).toBe("ann");
});

test("an organisation takes over through a member, and not through a viewer", async () => {
  const lab = (await app.call<{ id: string }>("POST", "/organisations", ben.token, { body: { handle: "lab" } })).body;
  const eve = await app.person("eve");
  await app.database.pool.query(
    "insert into membership (organisation_id, user_id, role) values ($1, 'eve', 'viewer')",
    [lab.id],
  );
  const made = await offer("lab");

  const asViewer = await accept(made, eve.token, "lab");
  const forOneself = await accept(made, ben.token);
  const asOwner = await accept(made, ben.token, "lab");

  expect([asViewer.status, forOneself.status, asOwner.status]).toEqual([403, 404, 200]);
  expect(await ownerOf("workspace", workspaceId)).toBe(lab.id);
});

test.each([["pending"], ["planned"], ["applying"]])("nothing changes hands while a run is %s", async (status) => {
  const made = await offer();
  await addRun(status);

  const answer = await accept(made);

  expect(answer).toMatchObject({ status: 409, body: { code: "run-active" } });
  expect(await ownerOf("workspace", workspaceId)).toBe("ann");
  expect((await app.call<{ items: unknown[] }>("GET", "/transfers", ben.token)).body.items).toHaveLength(1);
});

test("nothing changes hands while somebody at a desk holds the state", async () => {
  const made = await offer();
  await app.database.pool.query(
    "insert into state_lock (workspace_id, site, lock_id, document, locked_at) values ($1, 'openstack', 'l', '{}', now())",
    [workspaceId],
  );

  expect(await accept(made)).toMatchObject({ status: 423, body: { code: "state-locked" } });
});

test("a workspace on the giver's own cloud stays, and so does one that moved there after the offer", async () => {
  const made = await offer();
  await addRevision(await addCloud("mine", "ann"));

  const late = await accept(made);
  const again = await app.call("POST", `/workspaces/${workspaceId}/transfer`, ann.token, { body: { to: "ben" } });

  for (const answer of [late, again]) {
    expect(answer).toMatchObject({ status: 409, body: { code: "transfer-refused", facts: { clouds: ["mine"] } } });
  }
});

test("a name that the receiver uses already is refused, and the offer stays", async () => {
  await addWorkspace(app.database.pool, "ben", "web");
  const made = await offer();

  expect(await accept(made)).toMatchObject({ status: 409, body: { code: "name-taken" } });
  expect((await app.call<{ items: unknown[] }>("GET", "/transfers", ben.token)).body.items).toHaveLength(1);
});

test("an offer ends by being declined, taken back, replaced, or by its time", async () => {
  const declined = await offer();
  expect((await app.call("POST", `/transfers/${declined.id}/decline`, ben.token)).status).toBe(204);
  const withdrawn = await offer();
  expect((await app.call("DELETE", `/workspaces/${workspaceId}/transfer`, ann.token)).status).toBe(204);
  const replaced = await offer();
  const old = await offer();
  app.now = new Date(Date.now() + 15 * 86_400_000);

  for (const made of [declined, withdrawn, replaced, old]) expect((await accept(made)).status).toBe(404);
  app.now = new Date();
});

test("a run that begins in the very moment waits, and is refused instead of keeping the giver's name", async () => {
  const made = await offer();
  const { pool } = app.database;
  const holder = await pool.connect();
  await holder.query("begin");
  await holder.query("select 1 from workspace where id = $1 for update", [workspaceId]);
  const accepting = accept(made);
  while ((await waiting()) < 1) await new Promise((resolve) => setTimeout(resolve, 10));
  const running = pool
    .query(RUN, [randomUUID(), workspaceId, "ann", sharedCloud, "pending"])
    .catch((error: unknown) => databaseProblem(error));
  while ((await waiting()) < 2) await new Promise((resolve) => setTimeout(resolve, 10));

  await holder.query("commit");
  holder.release();

  expect((await accepting).status).toBe(200);
  expect(await running).toMatchObject({ code: "not-found" });
  expect((await pool.query("select 1 from run")).rowCount).toBe(0);
});

async function waiting(): Promise<number> {
  const { rows } = await app.database.pool.query<{ count: number }>(
    "select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows[0]?.count ?? 0;
}

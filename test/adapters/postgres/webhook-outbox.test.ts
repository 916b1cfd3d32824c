import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeSealer } from "../../../src/adapters/postgres/sealer.ts";
import { makeWebhookOutbox } from "../../../src/adapters/postgres/webhook-outbox.ts";
import { makeWebhookStore } from "../../../src/adapters/postgres/webhook-store.ts";
import type { WebhookEvent } from "../../../src/contract/index.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { sampleWebhook } from "../../_helpers/scripted-webhooks.ts";

const sealer = makeSealer(new Uint8Array(32).fill(7));
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  const accounts = makeAccountStore(database.pool);
  for (const id of ["ann", "bob"]) await accounts.ensureAccount({ accountId: id, name: id });
});
beforeEach(async () => {
  await database.pool.query("delete from webhook");
  await database.pool.query("delete from workspace");
});
afterAll(() => database.close());

async function webhook(ownerId: string, events: WebhookEvent[]): Promise<string> {
  const id = randomUUID();
  await makeWebhookStore(database.pool, sealer).create(ownerId, { ...sampleWebhook(), id, events }, `whsec_${ownerId}`);
  return id;
}

async function workspace(ownerId: string, name: string): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())",
    [id, ownerId, name],
  );
  return id;
}

async function run(ownerId: string, workspaceId: string): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason, revision,
                      auto_apply, status, created_by, created_at)
     values ($1, $2, 'web', $3, $1, 'openstack', 'primary', $1, 'apply', 'user', 1, false, 'planning', 'ann', now())`,
    [id, workspaceId, ownerId],
  );
  return id;
}

const outbox = () => makeWebhookOutbox(database.pool, sealer);
const store = () => makeWebhookStore(database.pool, sealer);

test("a run that fails tells the webhooks of its account that asked for it, and nobody else's", async () => {
  const wanted = await webhook("ann", ["run.errored"]);
  await webhook("ann", ["run.applied"]);
  await webhook("bob", ["run.errored"]);
  const workspaceId = await workspace("ann", "web");
  const runId = await run("ann", workspaceId);

  await database.pool.query(
    `update run set status = 'errored', failure = '{"code":"cloud-quota","summary":"Too much","detail":"CANARY"}'
      where id = $1`,
    [runId],
  );

  const [due, ...others] = await outbox().takeDue(10);
  expect(others).toEqual([]);
  expect(due).toMatchObject({ webhookId: wanted, secret: "whsec_ann", attempt: 1 });
  expect(JSON.parse(due?.body ?? "")).toEqual({
    id: due?.id,
    type: "run.errored",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    data: {
      ...{ runId, workspaceId, workspaceName: "web", site: "openstack", kind: "apply", reason: "user" },
      ...{ revision: 1, status: "errored", failure: { code: "cloud-quota", summary: "Too much" } },
    },
  });
});

test("what is rolled back is never told, and a write that changes no status is no event", async () => {
  const workspaceId = await workspace("ann", "web");
  const runId = await run("ann", workspaceId);
  await webhook("ann", ["run.planned", "workspace.created"]);
  const client = await database.pool.connect();
  await client.query("begin");
  await client.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'ann', 'gone', now(), now())",
    [randomUUID()],
  );
  await client.query("rollback");
  client.release();
  await database.pool.query("update run set status = status, claim_epoch = 2 where id = $1", [runId]);

  expect(await outbox().takeDue(10)).toEqual([]);
});

test("workspaces tell when they come and go", async () => {
  const id = await webhook("ann", ["workspace.created", "workspace.removed"]);
  const workspaceId = await workspace("ann", "web");
  await database.pool.query("delete from workspace where id = $1", [workspaceId]);

  const log = await store().deliveries("ann", id, { limit: 10, before: null });

  expect(log.map(({ event }) => event)).toEqual(["workspace.removed", "workspace.created"]);
});

test("a message is taken by one sender at a time, and by another when the first one died", async () => {
  await webhook("ann", ["workspace.created"]);
  await workspace("ann", "web");

  const taken = await Promise.all([outbox().takeDue(5), outbox().takeDue(5)]);
  const meanwhile = await outbox().takeDue(5);
  await database.pool.query("update webhook_delivery set taken_until = now() - interval '1 second'");
  const later = await outbox().takeDue(5);

  expect(taken.flat()).toHaveLength(1);
  expect(meanwhile).toEqual([]);
  expect(later).toMatchObject([{ attempt: 2 }]);
});

test("a failed message comes back when it is due, a paused webhook sends nothing, and giving up is counted in a row", async () => {
  const id = await webhook("ann", ["workspace.created"]);
  await workspace("ann", "web");
  const [due] = await outbox().takeDue(1);
  const later = { responseStatus: 500, failure: "The receiver answered 500.", nextAttemptAt: new Date(Date.now() - 1) };

  const none = await outbox().failed(due?.id ?? "", later);
  await outbox().pause(id, "for a test");
  const paused = await outbox().takeDue(1);
  await store().change("ann", id, { active: true });
  const again = await outbox().takeDue(1);
  const one = await outbox().failed(due?.id ?? "", { ...later, nextAttemptAt: null });
  await store().redeliver("ann", id, due?.id ?? "");
  const two = await outbox().failed(due?.id ?? "", { ...later, nextAttemptAt: null });
  await outbox().delivered(due?.id ?? "", 200);
  const afterSuccess = await outbox().failed(due?.id ?? "", { ...later, nextAttemptAt: null });

  expect(paused).toEqual([]);
  expect(again).toMatchObject([{ attempt: 2 }]);
  expect([none, one, two, afterSuccess]).toEqual([0, 1, 2, 1]);
});

test("one account's webhooks, secrets and log are nobody else's", async () => {
  const id = await webhook("ann", ["workspace.created"]);
  await workspace("ann", "web");
  const [mine] = await store().deliveries("ann", id, { limit: 1, before: null });

  expect(await store().list("bob")).toEqual([]);
  expect(await store().find("bob", id)).toBeNull();
  expect(await store().change("bob", id, { name: "taken" })).toBeNull();
  expect(await store().deliveries("bob", id, { limit: 10, before: null })).toEqual([]);
  expect(await store().redeliver("bob", id, mine?.id ?? "")).toBeNull();
  await expect(store().enqueue("bob", id, "test", {})).rejects.toMatchObject({ code: "not-found" });
  await store().remove("bob", id);
  expect(await store().find("ann", id)).toMatchObject({ id, name: "chat" });
});

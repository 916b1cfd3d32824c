import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { makePolicyStore } from "../../../src/adapters/postgres/policy-store.ts";
import type { PolicyRequest } from "../../../src/contract/index.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

const ASK: PolicyRequest = {
  ...{ changes: "ask", drift: "tell", timeZone: "UTC", window: null, power: null, maintenance: false },
};
const BUSY: PolicyRequest = {
  ...{ changes: "restarts", drift: "correct-safe", timeZone: "Asia/Seoul", maintenance: true },
  window: { cron: "0 3 * * *", minutes: 60 },
  power: { stop: "0 20 * * *", start: "0 8 * * *" },
};
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('ann', 'Ann'), ('bob', 'Bob')");
});
afterAll(() => database.close());

async function workspaceOf(owner: string): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())",
    [id, owner, id],
  );
  return id;
}

async function looks(workspaceId: string) {
  const { rows } = await database.pool.query<{ due: boolean; standing: unknown }>(
    "select look_at <= now() as due, standing from schedule_look where workspace_id = $1",
    [workspaceId],
  );
  return rows;
}

test("everything of a policy comes back as it was chosen", async () => {
  const [store, it] = [makePolicyStore(database.pool), await workspaceOf("ann")];

  const before = await store.find(it);
  await store.save(it, BUSY, "ann");
  const after = await store.find(it);

  expect(before).toBeNull();
  expect(after).toEqual({ ...BUSY, version: 1, changedBy: "ann", changedAt: expect.any(Date), standing: null });
});

test("of two changes on the same version one is taken", async () => {
  const [store, it] = [makePolicyStore(database.pool), await workspaceOf("ann")];

  const first = await store.save(it, BUSY, "ann", 0);
  const again = await store.save(it, ASK, "ann", 0);
  const next = await store.save(it, ASK, "ann", 1);
  const tooNew = await store.save(await workspaceOf("ann"), ASK, "ann", 3);

  expect([first, again, next, tooNew]).toEqual([true, false, true, false]);
  expect(await store.find(it)).toMatchObject({ ...ASK, version: 2 });
});

test("a choice, and a change of what was decided on, make the scheduler look", async () => {
  const [store, it] = [makePolicyStore(database.pool), await workspaceOf("ann")];
  const rest = () => database.pool.query("update schedule_look set look_at = 'infinity', standing = '{}'");

  await store.save(it, BUSY, "ann");
  const made = await looks(it);
  await rest();
  await store.save(it, ASK, "ann");
  const changed = await looks(it);
  await rest();
  await database.pool.query(
    `insert into revision (workspace_id, number, operation_id, requirement, deployment_plan, created_at, created_by)
     values ($1, 1, $2, '{}', '{"sites":[]}', now(), 'ann')`,
    [it, it],
  );

  expect([made, changed]).toEqual([[{ due: true, standing: null }], [{ due: true, standing: null }]]);
  expect(await looks(it)).toEqual([{ due: true, standing: {} }]);
});

test("whoever takes a machine over has not chosen anything", async () => {
  const [store, it] = [makePolicyStore(database.pool), await workspaceOf("ann")];
  await store.save(it, BUSY, "ann");

  await database.pool.query("update workspace set owner_id = 'bob' where id = $1", [it]);

  expect([await store.find(it), await looks(it)]).toEqual([null, []]);
});

test("a policy for a machine that has just gone is not found", async () => {
  const store = makePolicyStore(database.pool);

  await expect(store.save(randomUUID(), ASK, "ann")).rejects.toMatchObject({ code: "not-found" });
});

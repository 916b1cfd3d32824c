import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeIdempotencyStore } from "../../../src/adapters/postgres/idempotency-store.ts";
import { makeSealer } from "../../../src/adapters/postgres/sealer.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { idempotencyStoreContract } from "../../_helpers/idempotency-store-contract.ts";

const KEY = { accountId: "ann", userId: "ann", route: "POST /api/v1/workspaces", key: "k-1" };
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  const accounts = makeAccountStore(database.pool);
  await accounts.ensureAccount({ accountId: "ann", name: "Ann" });
  await accounts.ensureAccount({ accountId: "bob", name: "Bob" });
});
beforeEach(() => database.pool.query("delete from idempotency_key"));
afterAll(() => database.close());

function open() {
  return makeIdempotencyStore(database.pool, makeSealer(new Uint8Array(32).fill(7)));
}

idempotencyStoreContract(async () => open());

test("a kept answer lies sealed in the database", async () => {
  const store = open();
  await store.begin(KEY, "a");
  await store.finish(KEY, { status: 201, headers: {}, body: '{"privateKey":"CANARY"}' });

  const { rows } = await database.pool.query("select encode(answer_sealed, 'escape') as text from idempotency_key");

  expect(rows[0].text).not.toContain("CANARY");
});

test("a key that a dead service took is free for the same request ten seconds later, for another one never", async () => {
  const store = open();
  await store.begin(KEY, "a");
  await database.pool.query("update idempotency_key set begun_at = now() - interval '11 seconds'");

  const taken = [await store.begin(KEY, "b"), await store.begin(KEY, "a"), await store.begin(KEY, "a")];

  expect(taken.map(({ kind }) => kind)).toEqual(["other-body", "first", "running"]);
});

test("a key whose request is still at work stays taken however long that lasts", async () => {
  const store = open();
  await store.begin(KEY, "a");
  await database.pool.query("update idempotency_key set begun_at = now() - interval '11 seconds'");
  await store.hold(KEY);

  expect(await store.begin(KEY, "a")).toEqual({ kind: "running" });
});

test("an answered key is free after a day and not before", async () => {
  const store = open();
  const answer = { status: 201, headers: {}, body: "{}" };
  await store.begin(KEY, "a");
  await store.finish(KEY, answer);
  await database.pool.query("update idempotency_key set begun_at = now() - interval '23 hours'");
  const before = await store.begin(KEY, "a");
  await database.pool.query("update idempotency_key set begun_at = now() - interval '25 hours'");

  expect(before).toEqual({ kind: "answered", answer });
  expect(await store.begin(KEY, "b")).toEqual({ kind: "first" });
});

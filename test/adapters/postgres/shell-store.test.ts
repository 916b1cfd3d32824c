import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { noteUnknownEnds, renewAuditIntent } from "../../../src/adapters/postgres/audit-intents.ts";
import { sealedAs } from "../../../src/adapters/postgres/sealing/contexts.ts";
import type { Keyring } from "../../../src/adapters/postgres/sealing/open-keyring.ts";
import { makeShellStore } from "../../../src/adapters/postgres/shell-store.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";

let database: FreshDatabase;
let keyring: Keyring;
const workspace = randomUUID();

beforeAll(async () => {
  database = await freshDatabase();
  keyring = await testKeyring(database.pool);
  const { pool } = database;
  await pool.query("insert into account (id, name) values ('ann', 'Ann') on conflict do nothing");
  await pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'ann', 'web', now(), now())",
    [workspace],
  );
  const sealer = await keyring.workspaces.within(pool, workspace);
  await pool.query(
    "insert into workspace_secret (workspace_id, ca_public_key, ca_private_key_sealed) values ($1, 'public', $2)",
    [workspace, await sealer.seal(Buffer.from("private"), sealedAs.sshCa(workspace))],
  );
}, 60_000);
afterAll(() => database?.close());

test("the authority is opened for its own workspace, and there is none for another", async () => {
  const store = makeShellStore(database.pool, keyring);

  expect(await store.authority(workspace)).toBe("private");
  expect(await store.authority(randomUUID())).toBeNull();
});

test("what a machine showed first stays, for that machine alone, until it reports its own", async () => {
  const store = makeShellStore(database.pool, keyring);
  await store.keepHostKeys(workspace, "openstack", "i-1", ["first"]);
  await store.keepHostKeys(workspace, "openstack", "i-1", ["second"]);

  const seen = await store.hostKeys(workspace, "openstack", "i-1");
  const other = await store.hostKeys(workspace, "openstack", "i-2");
  await database.pool.query(
    "insert into machine (workspace_id, site, token_hash, host_keys, bootstrapped_at) values ($1, 'openstack', 'h', $2, now())",
    [workspace, JSON.stringify(["reported"])],
  );

  expect([seen, other]).toEqual([["first"], []]);
  expect(await store.hostKeys(workspace, "openstack", "i-1")).toEqual(["reported"]);
  expect(await store.hostKeys(workspace, "cloudstack", "i-1")).toEqual([]);
});

test("an act that says that it goes on is not taken for a dead service's", async () => {
  const { pool } = database;
  const [alive, dead] = [randomUUID(), randomUUID()];
  for (const id of [alive, dead]) {
    const entry = {
      accountId: null,
      userId: null,
      userName: "Ann",
      via: "session",
      origin: {},
      action: "x",
      detail: {},
    };
    await pool.query("insert into audit_intent (id, begun_at, entry) values ($1, now() - interval '2 hours', $2)", [
      id,
      JSON.stringify({ ...entry, object: null, outcome: "done" }),
    ]);
  }

  await renewAuditIntent(pool, alive);
  const written = await noteUnknownEnds(pool);
  const { rows } = await pool.query<{ id: string }>("select id from audit_intent");

  expect(written).toBe(1);
  expect(rows.map(({ id }) => id)).toEqual([alive]);
});

import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { makeSealer } from "../../../src/adapters/postgres/sealer.ts";
import { sealedAs } from "../../../src/adapters/postgres/sealing/contexts.ts";
import { makeDocumentSealer } from "../../../src/adapters/postgres/sealing/document-sealer.ts";
import { isSealed } from "../../../src/adapters/postgres/sealing/sealed-box.ts";
import { makeStateStore } from "../../../src/adapters/postgres/state-store.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { IDS } from "../../_helpers/samples.ts";
import { stateOf } from "../../_helpers/state-versions.ts";

const HERE = [IDS.workspace, "openstack"] as const;
const CANARY = "canary-5b1f";
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('ann', 'Ann'), ('ben', 'Ben')");
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query(
    "delete from workspace; delete from data_key; delete from site_key; delete from master_key",
  );
  await database.pool.query(
    `insert into workspace (id, owner_id, name, created_at, updated_at)
     values ($1, 'ann', 'web', now(), now()), ($2, 'ben', 'web', now(), now())`,
    [IDS.workspace, IDS.otherWorkspace],
  );
});

async function dump(table: string): Promise<string> {
  const { rows } = await database.pool.query<{ text: string }>(
    `select string_agg(row_to_json(t)::text, '') as text from ${table} t`,
  );
  return rows[0]?.text ?? "";
}

test("a document comes back byte for byte, large or small, and repeated text takes little room", async () => {
  const sealer = makeDocumentSealer(Buffer.alloc(32, 3));
  const small = Buffer.from([0, 1, 255]);
  const large = Buffer.alloc(3_000_000, "the same words again ");

  const sealed = await sealer.seal(large, "a");

  expect(await sealer.open(await sealer.seal(small, "a"), "a")).toEqual(small);
  expect((await sealer.open(sealed, "a")).equals(large)).toBe(true);
  expect(sealed.length).toBeLessThan(10_000);
});

test("what was sealed opens only with its key, in its place and unchanged", async () => {
  const sealer = makeSealer(Buffer.alloc(32, 3));
  const sealed = sealer.seal("secret", "cloud:1");
  const changed = Buffer.from(sealed);
  changed.writeUInt8((changed.at(-1) ?? 0) ^ 1, changed.length - 1);
  const repacked = Buffer.from(sealed);
  repacked.writeUInt8(1, 8);

  expect(sealer.open(sealed, "cloud:1")).toBe("secret");
  expect(sealer.seal("secret", "cloud:1")).not.toEqual(sealed);
  expect(() => sealer.open(sealed, "cloud:2")).toThrow("cloud:2 cannot be opened");
  expect(() => sealer.open(changed, "cloud:1")).toThrow("cannot be opened");
  expect(() => sealer.open(repacked, "cloud:1")).toThrow("cannot be opened");
  expect(() => sealer.open(sealed.subarray(0, 20), "cloud:1")).toThrow("cannot be opened");
  expect(() => sealer.open(Buffer.from('{"in":"clear"}'), "cloud:1")).toThrow("cannot be opened");
  expect(() => makeSealer(Buffer.alloc(32, 4)).open(sealed, "cloud:1")).toThrow("another key");
});

test("states, plan files, plan JSON and Terraform are found nowhere in clear, and every workspace has its own key", async () => {
  const keyring = await testKeyring(database.pool);
  const states = makeStateStore(database.pool, keyring);
  const runs = makeRunStore(database.pool, keyring);
  const run = sampleRun({ workspaceId: IDS.workspace, ownerId: "ann" });
  await runs.create([run]);
  await states.write(...HERE, stateOf(1, CANARY), () => "accept");
  await states.write(IDS.otherWorkspace, "openstack", stateOf(1, CANARY), () => "accept");
  const plan = {
    planFile: Buffer.from(CANARY),
    planJson: { value: CANARY },
    terraform: { "cdk.tf.json": CANARY },
    stateSerial: 1,
  };

  await runs.savePlan(run.id, 0, plan);
  const stored = await runs.plan(run.id);
  const keys = await database.pool.query<{ wrapped: Buffer }>("select wrapped from data_key");

  expect(stored).toEqual(plan);
  expect(Buffer.from((await states.current(...HERE))?.bytes ?? []).toString()).toContain(CANARY);
  for (const table of ["state_version", "run_plan", "data_key", "site_key"]) {
    // A bytea shows as hex in JSON.
    expect(await dump(table)).not.toMatch(new RegExp(`${CANARY}|${Buffer.from(CANARY).toString("hex")}`));
  }
  expect(keys.rows).toHaveLength(2);
  expect(keys.rows.every(({ wrapped }) => isSealed(wrapped))).toBe(true);
});

test("an older state in the place of the newest does not open, nor a foreign one", async () => {
  const states = makeStateStore(database.pool, await testKeyring(database.pool));
  await states.write(...HERE, stateOf(1), () => "accept");
  await states.write(...HERE, stateOf(2), () => "accept");
  await states.write(IDS.otherWorkspace, "openstack", stateOf(2), () => "accept");

  await database.pool.query(
    "update state_version set bytes = (select bytes from state_version where workspace_id = $1 and serial = 1) where serial = 2",
    [IDS.workspace],
  );

  await expect(states.current(...HERE)).rejects.toThrow("state:11111111");
  await expect(states.current(IDS.otherWorkspace, "openstack")).rejects.toThrow("state:22222222");
  expect((await states.version(...HERE, 1))?.serial).toBe(1);
});

test("a state that lies there in clear is not accepted", async () => {
  const states = makeStateStore(database.pool, await testKeyring(database.pool));
  await states.write(...HERE, stateOf(1), () => "accept");

  await database.pool.query("update state_version set bytes = $1", [Buffer.from('{"version":4,"serial":1}')]);

  await expect(states.current(...HERE)).rejects.toThrow("cannot be opened");
});

test("a workspace that changes its owner keeps its states and plans", async () => {
  const states = makeStateStore(database.pool, await testKeyring(database.pool));
  await states.write(...HERE, stateOf(1), () => "accept");

  await database.pool.query("update workspace set owner_id = 'ben', name = 'web-2' where id = $1", [IDS.workspace]);

  const again = makeStateStore(database.pool, await testKeyring(database.pool));
  expect((await again.current(...HERE))?.serial).toBe(1);
});

test("the key that a rolled back transaction made is not used afterwards", async () => {
  const { workspaces } = await testKeyring(database.pool);
  const client = await database.pool.connect();
  await client.query("begin");
  await workspaces.within(client, IDS.workspace);
  await client.query("rollback");
  client.release();

  const sealed = await (await workspaces.of(database.pool, IDS.workspace)).seal(Buffer.from("x"), sealedAs.sshCa("a"));

  const fresh = await testKeyring(database.pool);
  const opened = await (await fresh.workspaces.of(database.pool, IDS.workspace)).open(sealed, sealedAs.sshCa("a"));
  expect(opened.toString()).toBe("x");
});

test("two stores that seal first at the same time agree on one key", async () => {
  const rings = await Promise.all([testKeyring(database.pool), testKeyring(database.pool)]);

  const sealers = await Promise.all(rings.map(({ workspaces }) => workspaces.of(database.pool, IDS.workspace)));
  const sealed = await Promise.all(sealers.map((sealer) => sealer.seal(Buffer.from("x"), "a")));

  expect((await sealers[0]?.open(sealed[1] ?? Buffer.of(), "a"))?.toString()).toBe("x");
  expect(rings[1]?.site.open(rings[0]?.site.seal("y", "b") ?? Buffer.of(), "b")).toBe("y");
});

test("a workspace's key goes with the workspace, and a workspace that is not there gets none", async () => {
  const { workspaces } = await testKeyring(database.pool);
  await workspaces.of(database.pool, IDS.workspace);

  await database.pool.query("delete from workspace");

  expect((await database.pool.query("select 1 from data_key")).rows).toEqual([]);
  await expect(workspaces.of(database.pool, IDS.otherWorkspace)).rejects.toMatchObject({ code: "not-found" });
});

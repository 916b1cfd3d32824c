import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { dropOldPlans, packHistory } from "../../../src/adapters/postgres/pack-history.ts";
import { makeRepairStore } from "../../../src/adapters/postgres/repair-store.ts";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { makeDocumentSealer } from "../../../src/adapters/postgres/sealing/document-sealer.ts";
import { sealBox } from "../../../src/adapters/postgres/sealing/sealed-box.ts";
import { sweepStates } from "../../../src/adapters/postgres/sweep-states.ts";
import type { NewRunEvent, RunRecord, RunStore } from "../../../src/run/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { AT, IDS } from "../../_helpers/samples.ts";

const WORDS = new URL("../../../src/adapters/postgres/sealing/common-words-1.txt", import.meta.url);
let database: FreshDatabase;
let store: RunStore;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('local', 'local')");
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("delete from workspace");
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'local', 'web', now(), now())",
    [IDS.workspace],
  );
  store = makeRunStore(database.pool, await testKeyring(database.pool));
});

function line(text: string, overrides: Partial<NewRunEvent> = {}): NewRunEvent {
  return { at: AT, kind: "log", phase: "plan", text, progress: null, ...overrides };
}

const progress = {
  address: "openstack_networking_network_v2.net",
  action: "create",
  state: "complete",
  objectId: "n-1",
  elapsedMs: 7,
};

/** A run with a log, a plan and an object. */
async function ranTo(status: RunRecord["status"], secondsAgo = 60): Promise<RunRecord> {
  const run = sampleRun({ status: "applying" });
  await store.create([run]);
  await store.appendEvents(run.id, [
    line("one"),
    line('two \u2028 "', { phase: "apply", kind: "progress", progress } as Partial<NewRunEvent>),
  ]);
  await database.pool.query("update run set claim_epoch = 1 where id = $1", [run.id]);
  await store.savePlan(run.id, 1, { planFile: Buffer.from("zip"), planJson: {}, terraform: {}, stateSerial: 1 });
  await database.pool.query(
    "update run set status = $2, finished_at = now() - $3 * interval '1 second' where id = $1",
    [...[run.id, status, secondsAgo]],
  );
  return run;
}

async function count(table: string): Promise<number> {
  const { rows } = await database.pool.query(`select count(*)::int as n from ${table}`);
  return rows[0].n;
}

test("a packed log reads as before, from any line on, and takes one row", async () => {
  const run = await ranTo("applied");
  const before = await store.events(run.id, 0, 100);

  expect(await packHistory(database.pool)).toBe(1);

  expect(before).toHaveLength(2);
  expect(await store.events(run.id, 0, 100)).toEqual(before);
  expect(await store.events(run.id, 1, 100)).toEqual(before.slice(1));
  expect(await store.events(run.id, 0, 1)).toEqual(before.slice(0, 1));
  expect(await store.events(run.id, 2, 100)).toEqual([]);
  expect([await count("run_event"), await count("run_object"), await count("run_history")]).toEqual([0, 0, 1]);
});

test("a line that comes after the packing stands behind it, with the next number", async () => {
  const run = await ranTo("errored");
  await packHistory(database.pool);

  await store.appendEvents(run.id, [line("late")]);
  await packHistory(database.pool);

  expect((await store.events(run.id, 0, 100)).map(({ sequence, text }) => [sequence, text])).toEqual([
    [1, "one"],
    [2, 'two \u2028 "'],
    [3, "late"],
  ]);
});

test("what a run made stays known after a good end, and stays open to writing after a bad one", async () => {
  const repairs = makeRepairStore(database.pool);
  const good = await ranTo("applied");
  const bad = await ranTo("errored");
  const made = await repairs.objects(good.id);

  await packHistory(database.pool);
  await repairs.noteObjects(bad.id, [
    { ...made[0], address: "again", action: "create", state: "errored", objectId: null },
  ]);
  const said = await repairs.objects(good.id);
  await repairs.noteObjects(good.id, [
    { address: progress.address, action: "create", state: "errored", objectId: "n-2" },
  ]);

  expect(made).toEqual([{ address: progress.address, action: "create", state: "complete", objectId: "n-1" }]);
  expect(said).toEqual(made);
  expect(await repairs.objects(bad.id)).toHaveLength(2);
  expect(await repairs.objects(good.id)).toEqual([{ ...made[0], state: "errored", objectId: "n-2" }]);
});

test("a run that goes on, or ended this very second, is left alone", async () => {
  const going = await ranTo("applied", 0);
  const other = sampleRun({ status: "planning" });
  await store.create([other]);
  await store.appendEvents(other.id, [line("going on")]);

  expect(await packHistory(database.pool)).toBe(0);
  expect(await dropOldPlans(database.pool, 0)).toBe(0);

  expect(await store.plan(going.id)).not.toBeNull();
  expect(await count("run_event")).toBe(3);
});

test("several services at once pack every run once", async () => {
  for (let made = 0; made < 5; made += 1) await ranTo("applied");

  const packed = await Promise.all([1, 2, 3].map(() => packHistory(database.pool)));

  expect(packed.reduce((sum, some) => sum + some, 0)).toBe(5);
  expect(await count("run_history")).toBe(5);
});

test("a log without a line needs no row", async () => {
  const run = sampleRun({ status: "discarded" });
  await store.create([run]);
  await database.pool.query("update run set finished_at = now() - interval '1 minute' where id = $1", [run.id]);

  expect(await packHistory(database.pool)).toBe(1);
  expect(await store.events(run.id, 0, 10)).toEqual([]);
  expect(await count("run_history")).toBe(0);
});

test("a plan goes with its run's end, what it said after the days it is kept, and one that waits never", async () => {
  const old = await ranTo("discarded", 3 * 86_400);
  const young = await ranTo("errored", 86_400);
  const waiting = await ranTo("applied", 86_400);
  await database.pool.query("update run set status = 'planned', finished_at = null where id = $1", [waiting.id]);

  expect(await dropOldPlans(database.pool, 2)).toBe(1);

  expect([await store.plan(young.id), await store.planJson(young.id)]).toEqual([null, {}]);
  expect([await store.plan(old.id), await store.planJson(old.id)]).toEqual([null, null]);
  expect(await store.plan(waiting.id)).not.toBeNull();
  expect(await count("run_plan")).toBe(2);
});

test("unlocks of long ago are forgotten, those of just now are not", async () => {
  for (const [lockId, ago] of [
    ["a", "2 hours"],
    ["b", "1 minute"],
  ]) {
    await database.pool.query(
      "insert into state_unlock (workspace_id, site, lock_id, released_at) values ($1, 'openstack', $2, now() - $3::interval)",
      [IDS.workspace, lockId, ago],
    );
  }

  await sweepStates(database.pool);

  expect((await database.pool.query("select lock_id from state_unlock")).rows).toEqual([{ lock_id: "b" }]);
});

test("the words that documents are packed with never change, for nothing packed with them would open any more", () => {
  const digest = createHash("sha256").update(readFileSync(WORDS)).digest("hex");

  expect(digest).toBe("cc6936f803ee0f6e525419abf07f6ff3457c5ee00a7cac23b536df57ae2a10ba");
});

test("a document packed with the common words takes a fraction, and one packed without them still opens", async () => {
  const key = Buffer.alloc(32, 7);
  const sealer = makeDocumentSealer(key);
  const text = readFileSync(WORDS).subarray(1_000, 21_000);

  const sealed = await sealer.seal(text, "state:1");
  const older = sealBox(key, { packing: "plain", body: Buffer.from("older") }, "state:1");

  expect(sealed.length).toBeLessThan(500);
  expect((await sealer.open(sealed, "state:1")).equals(text)).toBe(true);
  expect(await sealer.open(older, "state:1")).toEqual(Buffer.from("older"));
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeRepairStore } from "../../../src/adapters/postgres/repair-store.ts";
import type { RepairStore, SiteName } from "../../../src/repair/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

const CLOUD = "0b0f6a52-8f38-4b2d-8a52-6a6f7d6c0009";
let database: FreshDatabase;
let store: RepairStore;
let here: SiteName;

beforeAll(async () => {
  database = await freshDatabase();
  await makeAccountStore(database.pool).ensureAccount({ accountId: "ann", name: "Ann" });
  store = makeRepairStore(database.pool);
});
beforeEach(async () => {
  await database.pool.query("delete from workspace");
  here = { workspaceId: randomUUID(), site: "openstack", cloudId: CLOUD };
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'ann', 'web', now(), now())",
    [here.workspaceId],
  );
});
afterAll(() => database.close());

/** A run that begins its apply and, unless it goes on, ends. */
async function applied(end: "applied" | "errored" | "goes on"): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason, revision,
                      auto_apply, status, created_by, created_at)
     values ($1, $2, 'web', 'ann', $1, 'openstack', 'primary', $3, 'apply', 'user', 1, false, 'confirmed', 'ann', now())`,
    [id, here.workspaceId, CLOUD],
  );
  await database.pool.query("update run set status = 'applying' where id = $1", [id]);
  if (end === "goes on") return id;
  const failure = end === "errored" ? '{"summary":"The apply was interrupted"}' : null;
  await database.pool.query("update run set status = $2, failure = $3 where id = $1", [id, end, failure]);
  return id;
}

const FOUND = { strays: [], problem: null, clean: true, againInMs: 0 };

test("a site is unclean while its apply goes on, whoever dies, and nobody inspects it meanwhile", async () => {
  const run = await applied("goes on");

  expect(await store.condition(here)).toMatchObject({ unclean: true, runId: run, endedMsAgo: null });
  expect(await store.takeForInspection(60)).toBeNull();
});

test("a good end makes it clean again, a bad one leaves it unclean with the reason and due to be looked at", async () => {
  await applied("applied");
  const good = await store.condition(here);
  const run = await applied("errored");

  expect(good).toMatchObject({ unclean: false, reason: null });
  expect(await store.condition(here)).toMatchObject({ unclean: true, reason: "The apply was interrupted" });
  expect(await store.takeForInspection(60)).toMatchObject({ runId: run });
  expect(await store.takeForInspection(60)).toBeNull();
});

test("a good end on a site that was unclean before leaves it so until its cloud was listed", async () => {
  await applied("errored");
  await applied("applied");
  const before = await store.condition(here);
  const taken = await store.takeForInspection(60);
  if (taken !== null) await store.noteInspection(taken, FOUND);

  expect(before).toMatchObject({ unclean: true, uncleanBefore: true });
  expect(await store.condition(here)).toMatchObject({ unclean: false });
});

test("an inspection that saw the site before another apply began makes nothing clean", async () => {
  await applied("errored");
  const seen = await store.takeForInspection(60);
  await applied("goes on");
  if (seen !== null) await store.noteInspection(seen, FOUND);

  expect(await store.condition(here)).toMatchObject({ unclean: true, endedMsAgo: null });
});

test("the log of an apply is its journal, and a line read again takes nothing back", async () => {
  const run = await applied("goes on");
  const address = "openstack_networking_network_v2.network";
  const step = { address, action: "create", elapsedMs: 1 };
  await store.noteObjects(run, [{ address, action: "create", state: "intended", objectId: null }]);
  for (const progress of [
    { ...step, state: "started", objectId: null },
    { ...step, state: "complete", objectId: "net-1" },
  ]) {
    await database.pool.query(
      `insert into run_event (run_id, sequence, at, kind, phase, text, progress)
       select $1, count(*) + 1, now(), 'progress', 'apply', '', $2::json from run_event where run_id = $1`,
      [run, JSON.stringify(progress)],
    );
  }
  await store.noteObjects(run, [{ address, action: "create", state: "started", objectId: null }]);

  expect(await store.objects(run)).toEqual([{ address, action: "create", state: "complete", objectId: "net-1" }]);
});

test("what a reviewed plan removes is never replaced by a worker that has lost its claim", async () => {
  const runId = await applied("goes on");
  await database.pool.query("update run set claim_epoch = 2 where id = $1", [runId]);
  const removal = (id: string) => [
    {
      object: { kind: "volume" as const, id, name: "web", condition: "ready" as const, cloudStatus: "", facts: {} },
      stray: {
        ...{ kind: "volume" as const, id, name: "web", cloudStatus: "", decision: "remove" as const, address: null },
        ...{ danger: "destroys-data" as const, title: "Removes the volume web", reason: "It is a second one." },
      },
    },
  ];

  const present = await store.saveRemovals({ runId, epoch: 2 }, removal("known"));
  const stale = await store.saveRemovals({ runId, epoch: 1 }, removal("old"));

  expect([present, stale]).toEqual([true, false]);
  expect((await store.removals(runId)).map(({ object }) => object.id)).toEqual(["known"]);
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeEnginePinStore } from "../../../src/adapters/postgres/engine-pin-store.ts";
import { makeRunQueue } from "../../../src/adapters/postgres/run-queue.ts";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { explainWaiting } from "../../../src/run/explain-waiting.ts";
import { freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";

const OLD = { engine: "terraform 1.11.4", openstack: "3.4.0", cloudstack: "0.6.0" };
const NEW = { ...OLD, engine: "terraform 1.12.0" };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let workspaceId: string;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  workspaceId = randomUUID();
  await database.pool.query(
    "insert into account (id, name, handle) values ('ann', 'Ann', 'ann') on conflict do nothing",
  );
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'ann', $2, now(), now())",
    [workspaceId, workspaceId],
  );
});

async function giveState(site: string): Promise<void> {
  await database.pool.query(
    `insert into state_version (workspace_id, site, serial, lineage, md5, bytes, created_at)
     values ($1, $2, 1, 'l', 'm', '', now())`,
    [workspaceId, site],
  );
}

test("the first run's versions stay, whatever a later worker has", async () => {
  const pins = makeEnginePinStore(database.pool);

  await pins.pin(workspaceId, OLD);
  await pins.pin(workspaceId, NEW);

  expect(await pins.find(workspaceId)).toEqual({ versions: OLD, review: [] });
});

test("a workspace with states of a release that noted nothing is reviewed once per site", async () => {
  const pins = makeEnginePinStore(database.pool);
  await giveState("openstack");

  await pins.pin(workspaceId, NEW);
  const before = await pins.awaitsReview(workspaceId, "openstack");
  const other = await pins.awaitsReview(workspaceId, "cloudstack");
  await pins.reviewed(workspaceId, "openstack");

  expect({ before, other, after: await pins.awaitsReview(workspaceId, "openstack") }).toEqual({
    before: true,
    other: false,
    after: false,
  });
});

test("moved on purpose, what exists is reviewed; not while a run is under way", async () => {
  const pins = makeEnginePinStore(database.pool);
  const runs = makeRunStore(database.pool, await testKeyring(database.pool));
  await pins.pin(workspaceId, OLD);
  await giveState("cloudstack");

  await pins.move(workspaceId, NEW);
  const moved = await pins.find(workspaceId);
  const run = sampleRun({ workspaceId, ownerId: "ann", status: "planned" });
  await runs.create([run]);

  expect(moved).toEqual({ versions: NEW, review: ["cloudstack"] });
  await expect(pins.move(workspaceId, OLD)).rejects.toMatchObject({ code: "run-active" });
});

test("a run waits for a worker that has what its workspace is held to, and says so", async () => {
  const keyring = await testKeyring(database.pool);
  const enqueue = async () => undefined;
  const [old, fresh] = [OLD, NEW].map((versions) => makeRunStore(database.pool, keyring, { enqueue, versions }));
  const pins = makeEnginePinStore(database.pool);
  await pins.pin(workspaceId, OLD);
  await database.pool.query("update run set status = 'canceled'");
  await database.pool.query(
    `insert into worker (id, host_id, host_name, version, concurrency) values ('w', 'h', 'h', '1', 4)
     on conflict (id) do update set last_seen_at = now()`,
  );
  const run = sampleRun({ workspaceId, ownerId: "ann" });
  await old?.create([run]);

  const refused = await fresh?.claimNext("w", 15);
  const waiting = (await makeRunQueue(database.pool, NEW).waiting([run.id])).get(run.id);
  const here = (await makeRunQueue(database.pool, OLD).waiting([run.id])).get(run.id);
  await pins.move(workspaceId, NEW);
  const taken = await fresh?.claimNext("w", 15);

  expect(refused).toBeNull();
  expect(waiting?.pinnedTo).toEqual(OLD);
  expect(here?.pinnedTo).toBeNull();
  expect(explainWaiting(run, waiting)).toMatchObject({
    reason: "engine-pin",
    text: expect.stringContaining("terraform 1.11.4"),
  });
  expect(taken?.run.id).toBe(run.id);
});

import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { makeStateRuns } from "../../../src/adapters/postgres/state-runs.ts";
import type { RunStatus } from "../../../src/contract/index.ts";
import type { StateRuns } from "../../../src/state/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { IDS } from "../../_helpers/samples.ts";

let database: FreshDatabase;
let runs: StateRuns;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('local', 'local')");
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'local', 'web', now(), now())",
    [IDS.workspace],
  );
  runs = makeStateRuns(database.pool);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("delete from run");
});

async function addRun(status: RunStatus, site: "openstack" | "cloudstack" = "openstack"): Promise<string> {
  const run = sampleRun({ workspaceId: IDS.workspace, site, status });
  await makeRunStore(database.pool, await testKeyring(database.pool)).create([run]);
  return run.id;
}

test.each<[RunStatus, boolean, boolean]>([
  ["pending", true, true],
  ["planning", true, true],
  ["confirmed", true, true],
  ["applying", true, true],
  ["planned", false, true],
  ["applied", false, false],
  ["errored", false, false],
  ["canceled", false, false],
])("a run that is %s: at work on its site %s, alive %s", async (status, atWork, alive) => {
  const id = await addRun(status);

  const live = await runs.live(IDS.workspace, "openstack");

  expect(live).toEqual(atWork ? { id, status } : null);
  expect(await runs.live(IDS.workspace, "cloudstack")).toBeNull();
  expect(await runs.isLive(id)).toBe(alive);
});

test("the plan that waits hears that the state moved on, and no other run does", async () => {
  const waiting = await addRun("planned");
  const other = await addRun("planned", "cloudstack");
  const store = makeRunStore(database.pool, await testKeyring(database.pool));
  await store.savePlan(waiting, 0, { planFile: Buffer.of(1), planJson: {}, terraform: {}, stateSerial: 4 });

  await runs.tellWaitingPlan(IDS.workspace, "openstack", 5, "a write at the desk of Ann");

  expect(await runs.waitingPlan(IDS.workspace, "openstack")).toEqual({ runId: waiting, basedOn: 4 });
  expect((await store.events(waiting, 0, 9)).map(({ text }) => text)).toEqual([
    "The state moved on to serial 5 by a write at the desk of Ann: this plan is stale and can no longer be applied. Plan again.",
  ]);
  expect(await store.events(other, 0, 9)).toEqual([]);
});

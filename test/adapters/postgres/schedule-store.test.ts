import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { makePolicyStore } from "../../../src/adapters/postgres/policy-store.ts";
import { makeScheduleStore } from "../../../src/adapters/postgres/schedule-store.ts";
import type { PolicyRequest } from "../../../src/contract/index.ts";
import type { ScheduleNote } from "../../../src/schedule/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

const SAFE: PolicyRequest = {
  ...{ changes: "safe", drift: "tell", timeZone: "UTC", window: null, power: null, maintenance: false },
};
const NOTE: ScheduleNote = {
  standing: {
    at: "2026-11-22T03:00:00.000Z",
    kind: "wait",
    reason: "window",
    site: null,
    until: null,
    text: "It waits.",
  },
  ...{ againSeconds: 600, toldRunId: null },
};
const CLOUD = randomUUID();
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query(
    "insert into account (id, name, suspended_at) values ('ann', 'Ann', null), ('sue', 'Sue', now())",
  );
});
afterAll(() => database.close());

async function planted(policy: PolicyRequest, owner = "ann"): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())",
    [id, owner, id],
  );
  const sites = [{ site: "openstack", role: "primary", cloudId: CLOUD, machine: "running" }];
  await database.pool.query(
    `insert into revision (workspace_id, number, operation_id, requirement, deployment_plan, created_at, created_by)
     values ($1, 1, $2, '{}', $3, now(), 'ann')`,
    [id, id, JSON.stringify({ sites })],
  );
  await makePolicyStore(database.pool).save(id, policy, "ann");
  return id;
}

async function run(workspaceId: string, status: string, more: object = {}): Promise<string> {
  const id = randomUUID();
  const row = { summary: null, failure: null, cloudId: CLOUD, ...more };
  await database.pool.query(
    `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason, revision,
                      auto_apply, status, created_by, created_at, finished_at, summary, failure)
     values ($1, $2, 'web', 'ann', $1, 'openstack', 'primary', $3, 'apply', 'user', 1, false, $4, 'ann', now(),
             case when $4 <> 'planned' then now() end, $5, $6)`,
    [id, workspaceId, row.cloudId, status, JSON.stringify(row.summary), JSON.stringify(row.failure)],
  );
  return id;
}

test("a workspace is taken once, and again when its time or a change comes", async () => {
  const [store, it] = [makeScheduleStore(database.pool), await planted(SAFE)];

  const first = await store.takeDue(10, 60);
  const held = await store.takeDue(10, 60);
  await store.note(it, NOTE);
  const resting = await store.takeDue(10, 60);
  await database.pool.query("update workspace_policy set drift = 'correct-safe' where workspace_id = $1", [it]);
  const rung = await store.takeDue(10, 60);

  expect([first, held, resting, rung]).toEqual([[it], [], [], [it]]);
});

test("what changes while it is looked at is looked at again at once; a dead worker's is taken by another", async () => {
  const [store, it] = [makeScheduleStore(database.pool), await planted(SAFE)];
  await store.takeDue(10, 60);
  const id = await run(it, "planned");
  await database.pool.query("update run set status = 'discarded' where id = $1", [id]);
  await store.note(it, NOTE);

  const again = await store.takeDue(10, 0);
  const afterDeath = await store.takeDue(10, 60);

  expect([again, afterDeath]).toEqual([[it], [it]]);
  await store.note(it, NOTE);
});

test("nobody looks where nothing is left to the scheduler, or the owner is suspended", async () => {
  const store = makeScheduleStore(database.pool);
  const [asks, suspended] = [await planted({ ...SAFE, changes: "ask" }), await planted(SAFE, "sue")];

  expect(await store.takeDue(10, 60)).toEqual([]);
  expect([await store.facts(asks), await store.facts(suspended)]).toEqual([null, null]);
});

test("the facts are those of the last runs, checks and power actions", async () => {
  const [store, it] = [
    makeScheduleStore(database.pool),
    await planted({ ...SAFE, window: { cron: "0 3 * * *", minutes: 5 } }),
  ];
  const fresh = await store.facts(it);
  await run(it, "applied");
  await run(it, "errored", { failure: { code: "cloud-quota", phase: "plan" } });
  await run(it, "errored", { failure: { code: "cloud-busy", phase: "plan" } });
  const failed = await store.facts(it);
  const planned = await run(it, "planned", { summary: { danger: "in-place", rejected: ["no"] } });
  await database.pool.query(
    `insert into site_condition (workspace_id, site, cloud_id, unclean, run_id, run_kind, revision, ended_at)
     values ($1, 'openstack', $2, false, $3, 'apply', 1, now())`,
    [it, CLOUD, planned],
  );
  await database.pool.query(
    `insert into drift_site (workspace_id, site, cloud_id, run_id, status, findings, checked_at, since, asked_at)
     values ($1, 'openstack', $2, $3, 'drifted', '[{"class":"harmless"}]', now(), now(), now())`,
    [it, CLOUD, planned],
  );
  await database.pool.query(
    `insert into power_action (id, workspace_id, workspace_name, site, role, cloud_id, instance_id, action, hard, created_by)
     values ($1, $2, 'web', 'openstack', 'primary', $3, 'machine', 'stop', false, 'ann')`,
    [randomUUID(), it, CLOUD],
  );

  const found = await store.facts(it);

  expect(fresh).toMatchObject({
    ownerId: "ann",
    revision: 1,
    policy: { changes: "safe", version: 1 },
    toldRunId: null,
  });
  expect(fresh?.sites).toMatchObject([{ settled: null, last: null, failures: 0, drift: null, power: null }]);
  expect(failed?.sites[0]).toMatchObject({
    ...{ settled: { revision: 1, kind: "apply" }, failures: 2 },
    last: { status: "errored", failure: { code: "cloud-busy", phase: "plan" }, finishedAt: expect.any(Date) },
  });
  expect(found?.sites).toMatchObject([
    {
      ...{ site: "openstack", role: "primary", machine: "running", unclean: false, powerOpen: true, checkAsked: true },
      last: { id: planned, status: "planned", danger: "in-place", rejected: true, finishedAt: null },
      drift: { classes: ["harmless"], checkedAt: expect.any(Date), since: expect.any(Date) },
      power: { verb: "stop", createdBy: "ann", createdAt: expect.any(Date), finishedAt: null },
    },
  ]);
});

test("what it made of a machine is told with the policy", async () => {
  const [store, it] = [makeScheduleStore(database.pool), await planted(SAFE)];

  await store.note(it, NOTE);

  expect((await makePolicyStore(database.pool).find(it))?.standing).toEqual(NOTE.standing);
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makePowerStore } from "../../../src/adapters/postgres/power-store.ts";
import { makeRunQueue } from "../../../src/adapters/postgres/run-queue.ts";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import type { PowerStore } from "../../../src/power/ports.ts";
import type { RunStore } from "../../../src/run/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";

const CLOUD = "0b0f6a52-8f38-4b2d-8a52-6a6f7d6c0009";
let database: FreshDatabase;
let store: PowerStore;
let runs: RunStore;
let workspaceId: string;

beforeAll(async () => {
  database = await freshDatabase();
  await makeAccountStore(database.pool).ensureAccount({ accountId: "ann", name: "Ann" });
  store = makePowerStore(database.pool);
  runs = makeRunStore(database.pool, await testKeyring(database.pool));
});
beforeEach(async () => {
  await database.pool.query("delete from workspace");
  workspaceId = randomUUID();
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'ann', 'web', now(), now())",
    [workspaceId],
  );
});
afterAll(() => database.close());

function ask(site: "openstack" | "cloudstack" = "openstack", action: "start" | "stop" = "stop") {
  return store.create({
    ...{ id: randomUUID(), workspaceId, workspaceName: "web", site, role: "primary", cloudId: CLOUD },
    ...{ instanceId: "vm-1", action, hard: false, ownerId: "ann", createdBy: "ann", createdAt: new Date() },
  });
}

async function runOn(site: "openstack" | "cloudstack" = "openstack") {
  const run = sampleRun({ workspaceId, ownerId: "ann", site, cloudId: CLOUD });
  await runs.create([run]);
  return run;
}

async function claim() {
  const taken = await store.claimNext("worker", 10);
  if (taken === null) throw new Error("there was nothing to claim");
  return taken;
}

const DONE = { status: "done" as const, detail: null, problem: null };

test("an action is kept as it was asked for, found and listed, the latest first", async () => {
  const first = await ask();
  await store.finish(first.id, (await claim()).epoch, DONE);
  const second = await ask("cloudstack", "start");

  expect(first).toMatchObject({ status: "waiting", action: "stop", ownerId: "ann", sentAt: null, finishedAt: null });
  expect((await store.list(workspaceId, { limit: 5, before: null })).map(({ id }) => id)).toEqual([
    second.id,
    first.id,
  ]);
  expect((await store.list(workspaceId, { limit: 5, before: second.id })).map(({ id }) => id)).toEqual([first.id]);
  expect(await store.find(workspaceId, first.id)).toMatchObject({ status: "done", id: first.id });
  expect(await store.find(randomUUID(), first.id)).toBeNull();
});

test("a site has one action at a time, two sites have two", async () => {
  await ask("openstack");

  await expect(ask("openstack", "start")).rejects.toMatchObject({ code: "power-active" });
  await expect(ask("cloudstack")).resolves.toMatchObject({ status: "waiting" });
});

test("of many who ask at once one is let in", async () => {
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => ask()));

  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("an action is claimed once, and by another worker when its claim ran out", async () => {
  await ask();
  const first = await claim();

  expect(await store.claimNext("other", 10)).toBeNull();
  await database.pool.query("update power_action set claimed_until = now() - interval '1 second'");
  const second = await store.claimNext("other", 10);

  expect(second).toMatchObject({ epoch: first.epoch + 1, sentMsAgo: null });
});

test("whoever lost the claim writes nothing", async () => {
  const { id } = await ask();
  const first = await claim();
  await store.renewClaim(id, first.epoch, 0);
  await claim();

  expect(await store.renewClaim(id, first.epoch, 10)).toBe(false);
  expect(await store.noteSending(id, first.epoch, "")).toBe(false);
  expect(await store.noteAccepted(id, first.epoch, "job")).toBe(false);
  expect(await store.finish(id, first.epoch, DONE)).toBe(false);
  expect(await store.find(workspaceId, id)).toMatchObject({ status: "waiting", sentAt: null, finishedAt: null });
});

test("the intent stands before the answer, and both are there for whoever goes on", async () => {
  const { id } = await ask();
  const first = await claim();
  await store.noteSending(id, first.epoch, "act-7");
  await store.renewClaim(id, first.epoch, 0);
  const second = await claim();
  await store.noteAccepted(id, second.epoch, "job-1");
  await store.renewClaim(id, second.epoch, 0);
  const third = await claim();

  expect(second.record).toMatchObject({ status: "working", mark: "act-7", ticket: null, acceptedAt: null });
  expect(second.sentMsAgo).not.toBeNull();
  expect(third.record).toMatchObject({ ticket: "job-1", acceptedAt: expect.any(Date) });
});

test("it is taken back only while the cloud was not told", async () => {
  const first = await ask("openstack");
  const canceled = await store.cancel(workspaceId, first.id, "Taken back.");
  const second = await ask("openstack");
  await store.noteSending(second.id, (await claim()).epoch, "");

  expect(canceled).toMatchObject({ status: "canceled", detail: "Taken back." });
  expect(await store.cancel(workspaceId, second.id, "Too late.")).toBeNull();
});

test("a canceled action is told to no cloud, even by a worker that holds it", async () => {
  const { id } = await ask();
  const { epoch } = await claim();
  await store.cancel(workspaceId, id, "Taken back.");

  expect(await store.noteSending(id, epoch, "")).toBe(false);
});

test("no action begins beside a run that plans or applies, but beside a plan that waits for review", async () => {
  const run = await runOn();
  await expect(ask()).rejects.toMatchObject({ code: "run-active", facts: { runId: run.id, status: "pending" } });
  const taken = await runs.claimNext("worker", 10);
  await runs.transition(run.id, "pending", "planning", {}, taken?.epoch);
  await expect(ask()).rejects.toMatchObject({ code: "run-active" });
  await runs.transition(run.id, "planning", "planned", {}, taken?.epoch);

  await expect(ask()).resolves.toMatchObject({ status: "waiting" });
});

test("a run is not claimed while the machine is being stopped, says so, and goes on afterwards", async () => {
  const { id } = await ask();
  const run = await runOn();
  const waiting = await makeRunQueue(database.pool).waiting([run.id]);

  expect(await runs.claimNext("worker", 10)).toBeNull();
  expect(waiting.get(run.id)).toMatchObject({ powerChanges: true });
  await store.finish(id, (await claim()).epoch, DONE);
  expect(await runs.claimNext("worker", 10)).toMatchObject({ run: { id: run.id } });
});

test("a run of the other site goes on", async () => {
  await ask("openstack");
  const run = await runOn("cloudstack");

  expect(await runs.claimNext("worker", 10)).toMatchObject({ run: { id: run.id } });
});

test("a run that was claimed just before stays where it is", async () => {
  const run = await runOn();
  const taken = await runs.claimNext("worker", 10);
  await database.pool.query(
    `insert into power_action (id, workspace_id, workspace_name, site, role, cloud_id, instance_id, action, hard, created_by)
     values (gen_random_uuid(), $1, 'web', 'openstack', 'primary', $2, 'vm-1', 'stop', false, 'ann')`,
    [workspaceId, CLOUD],
  );

  const began = runs.transition(run.id, "pending", "planning", {}, taken?.epoch);

  await expect(began).rejects.toMatchObject({ code: "illegal-transition" });
  expect(await runs.find("ann", run.id)).toMatchObject({ status: "pending" });
});

test("of a run and an action that begin at once one does", async () => {
  for (let round = 0; round < 20; round += 1) {
    const run = await runOn();
    await database.pool.query("update run set status = 'confirmed' where id = $1", [run.id]);
    // Asked for while the run is no hindrance yet, so that only the lock decides.
    await database.pool.query("update run set status = 'planned' where id = $1", [run.id]);
    const confirm = async () => {
      await runs.transition(run.id, "planned", "confirmed", {});
      await runs.transition(run.id, "confirmed", "applying", {});
    };
    const [applied, asked] = await Promise.allSettled([confirm(), ask()]);

    expect([applied.status, asked.status].filter((status) => status === "fulfilled")).toHaveLength(1);
    await database.pool.query("delete from run");
    await database.pool.query("delete from power_action");
  }
});

test("the last action of a site counts until a run was applied there", async () => {
  const { id } = await ask();
  await store.finish(id, (await claim()).epoch, DONE);
  const stopped = await store.last(workspaceId, "openstack");
  const run = await runOn();
  await database.pool.query("update run set status = 'applied', finished_at = now() where id = $1", [run.id]);

  expect(stopped).toMatchObject({ action: "stop", createdBy: "ann" });
  expect(await store.last(workspaceId, "openstack")).toBeNull();
  expect(await store.last(workspaceId, "cloudstack")).toBeNull();
});

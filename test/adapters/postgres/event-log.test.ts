import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import pg from "pg";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeEventLog } from "../../../src/adapters/postgres/event-log.ts";
import { makeNoteAudit } from "../../../src/adapters/postgres/note-audit.ts";
import { makeTenantPool } from "../../../src/adapters/postgres/tenant-pool.ts";
import type { EventLog } from "../../../src/overview/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

const CLOUD = "0b0f6a52-8f38-4b2d-8a52-6a6f7d6c0009";
let database: FreshDatabase;
let log: EventLog;
let workspaceId: string;

beforeAll(async () => {
  database = await freshDatabase();
  for (const accountId of ["ann", "bob"]) {
    await makeAccountStore(database.pool).ensureAccount({ accountId, name: accountId });
  }
  log = makeEventLog(database.pool);
});
beforeEach(async () => {
  workspaceId = randomUUID();
  await database.pool.query(
    `insert into workspace (id, owner_id, name, created_at, updated_at)
     values ($1, 'ann', $2, now() - interval '1 hour', now())`,
    [workspaceId, `web-${workspaceId.slice(0, 8)}`],
  );
});
afterAll(() => database.close());

/** Events happen one after the other, a minute apart. */
async function revised(number: number, minutesAgo: number): Promise<void> {
  await database.pool.query(
    `insert into revision (workspace_id, number, operation_id, requirement, deployment_plan, created_at, created_by)
     values ($1, $2, gen_random_uuid(), '{}', '{}', now() - make_interval(mins => $3), 'ann')`,
    [workspaceId, number, minutesAgo],
  );
}

async function ran(status: string, failure: object | null = null): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason, revision,
                      auto_apply, status, failure, created_by, created_at, planned_at, finished_at)
     values ($1, $2, 'web', 'ann', $1, 'openstack', 'primary', $3, 'apply', 'user', 1, false, $4, $5, 'ann',
             now() - interval '30 minutes', now() - interval '20 minutes', now() - interval '10 minutes')`,
    [id, workspaceId, CLOUD, status, failure === null ? null : JSON.stringify(failure)],
  );
  return id;
}

function noted(
  action: string,
  object: { kind: string; id: string; name: string | null },
  outcome = "done",
  accountId = "ann",
) {
  return makeNoteAudit(database.pool)({
    ...{ accountId, userId: accountId, userName: `Name of ${accountId}`, via: "session" as const, action, object },
    outcome: outcome as "done",
    origin: { remoteAddress: "192.0.2.7", requestId: "req", userAgent: "agent" },
    detail: {},
  });
}

const all = { kinds: null, limit: 100, before: null };
const whats = async (page = all) => (await log.page(workspaceId, page)).map(({ what }) => what);

test("a workspace's life is told from its rows, the latest first, with the names of those who did it", async () => {
  await revised(1, 40);
  const run = await ran("applied");
  await noted("applyRun", { kind: "run", id: run, name: null });
  await noted("state.rollback", { kind: "workspace", id: workspaceId, name: "web" });

  const events = await log.page(workspaceId, all);

  expect(events.map(({ what }) => what)).toEqual([
    "state.rollback",
    "run-approved",
    "run-applied",
    "run-planned",
    "run-started",
    "revision-submitted",
  ]);
  expect(events.find(({ what }) => what === "run-approved")).toMatchObject({ runId: run, kind: "run", byId: "ann" });
  expect(events.find(({ what }) => what === "run-started")?.byName).toBe("Name of ann");
  expect(JSON.stringify(events)).not.toMatch(/192\.0\.2\.7|agent|"req"/);
});

test("what its rows tell themselves is not told again by the audit log, and what was refused did not happen", async () => {
  await revised(1, 40);
  const workspace = { kind: "workspace", id: workspaceId, name: "web" };
  for (const action of ["submitRequirement", "startRuns", "changePower", "rollBackState"])
    await noted(action, workspace);
  await noted("state.unlock", workspace, "refused");

  expect(await whats()).toEqual(["revision-submitted"]);
});

test("a run that ended badly says why, and one that was discarded says who did it", async () => {
  const failed = await ran("errored", { summary: "The quota is used up" });
  const discarded = await ran("discarded");
  await noted("discardRun", { kind: "run", id: discarded, name: null });

  const events = await log.page(workspaceId, all);

  expect(events.find(({ runId, what }) => runId === failed && what === "run-errored")).toMatchObject({
    outcome: "failed",
    detail: "The quota is used up",
  });
  expect(events.find(({ what }) => what === "run-discarded")).toMatchObject({ byId: "ann", byName: "Name of ann" });
});

test("pages follow each other without a gap and without a double, also where events share a moment", async () => {
  for (const number of [1, 2, 3, 4, 5, 6, 7]) await revised(number, 5);
  const whole = (await log.page(workspaceId, all)).map(({ id }) => id);
  const pages: string[] = [];
  for (let before: string | null = null; ; ) {
    const page = await log.page(workspaceId, { ...all, limit: 3, before });
    pages.push(...page.map(({ id }) => id));
    before = page.at(-1)?.position ?? null;
    if (page.length < 3) break;
  }

  expect(whole).toHaveLength(7);
  expect(pages).toEqual(whole);
});

test("one kind is told alone", async () => {
  await revised(1, 40);
  await ran("applied");

  expect(await whats({ ...all, kinds: ["requirement"] } as never)).toEqual(["revision-submitted"]);
});

test("another account sees nothing of it, and a new owner nothing of the giver's lines", async () => {
  await revised(1, 40);
  await noted("offerWorkspace", { kind: "workspace", id: workspaceId, name: "web" });
  let acting = "bob";
  const raw = new pg.Pool({ connectionString: database.url, max: 2 });
  const tenants = makeEventLog(makeTenantPool(raw, () => acting));
  const foreign = await tenants.page(workspaceId, all);
  const { rows } = await database.pool.query<{ name: string }>(
    "update workspace set owner_id = 'bob' where id = $1 returning name",
    [workspaceId],
  );
  await noted("acceptWorkspace", { kind: "transfer", id: randomUUID(), name: rows[0]?.name ?? "" }, "done", "bob");
  const taken = (await tenants.page(workspaceId, all)).map(({ what }) => what);
  acting = "ann";
  const left = await tenants.page(workspaceId, all);
  await raw.end();

  expect(foreign).toEqual([]);
  expect(taken).toEqual(["acceptWorkspace", "revision-submitted"]);
  expect(left).toEqual([]);
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { writeDue } from "../../../server/composition/drift-letters.ts";
import type { Mail } from "../../../src/account/ports.ts";
import { makePolicyStore } from "../../../src/adapters/postgres/policy-store.ts";
import { makeSealer } from "../../../src/adapters/postgres/sealer.ts";
import { makeWebhookStore } from "../../../src/adapters/postgres/webhook-store.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { sampleWebhook } from "../../_helpers/scripted-webhooks.ts";

const FINDING = {
  ...{ kind: "gone", title: "The rule is gone", class: "safe-to-correct", reason: "It is made again." },
  attributes: [{ path: "secret", recorded: "hush", observed: null }],
};
let database: FreshDatabase;
let workspaceId: string;
let webhookId: string;

beforeAll(async () => {
  database = await freshDatabase();
  const { pool } = database;
  await pool.query(
    "insert into account (id, name, kind) values ('ann', 'Ann', 'user'), ('lab', 'Lab', 'organisation')",
  );
  await pool.query("insert into account (id, name) values ('bob', 'Bob'), ('eve', 'Eve')");
  await pool.query(
    `insert into person (account_id, email, email_confirmed_at)
     values ('ann', 'ann@example.org', now()), ('bob', 'bob@example.org', now()), ('eve', 'eve@example.org', null)`,
  );
  await pool.query(
    `insert into membership (organisation_id, user_id, role)
     values ('lab', 'ann', 'owner'), ('lab', 'bob', 'member'), ('lab', 'eve', 'owner')`,
  );
});
beforeEach(async () => {
  const { pool } = database;
  await pool.query("delete from webhook");
  await pool.query("delete from workspace");
  [workspaceId, webhookId] = [randomUUID(), randomUUID()];
  await pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'lab', 'web', now(), now())",
    [workspaceId],
  );
  const store = makeWebhookStore(pool, makeSealer(new Uint8Array(32).fill(7)));
  const wished = { ...sampleWebhook(), id: webhookId, events: ["drift.found", "drift.gone"] as const };
  await store.create("lab", { ...wished, events: [...wished.events] }, "whsec_lab");
});
afterAll(() => database.close());

async function found(status: string, findings: readonly object[] = []): Promise<void> {
  await database.pool.query(
    "insert into drift_change (workspace_id, site, cloud_id, status, findings) values ($1, 'openstack', $1, $2, $3)",
    [workspaceId, status, JSON.stringify(findings)],
  );
}

async function messages() {
  const { rows } = await database.pool.query<{ event: string; body: string }>(
    "select event, body from webhook_delivery where webhook_id = $1 order by position",
    [webhookId],
  );
  return rows.map(({ event, body }) => ({ event, ...(JSON.parse(body) as { data: Record<string, unknown> }).data }));
}

/** Letters that the service writes when it looks. */
async function letters(): Promise<readonly Mail[]> {
  const sent: Mail[] = [];
  const post = {
    canSend: true,
    async send(letter: Mail) {
      sent.push(letter);
      return true;
    },
  };
  const parts = {
    pool: database.pool,
    post,
    publicUrl: () => "https://twin.example",
    onBackgroundError: () => undefined,
  };
  expect(await writeDue(parts)).toBe(sent.length);
  return sent;
}

test("what a check found is told once, without values, and so is its end", async () => {
  await found("in-step");
  await found("drifted", [FINDING]);
  await found("in-step");
  await found("unknown");

  const told = await messages();

  expect(told).toMatchObject([
    {
      ...{ event: "drift.found", workspaceId, workspaceName: "web", site: "openstack" },
      findings: [{ kind: "gone", title: "The rule is gone", class: "safe-to-correct", lastAct: null }],
    },
    { event: "drift.gone", findings: [] },
  ]);
  expect(JSON.stringify(told)).not.toContain("hush");
});

test("owners with a confirmed address get one letter about it", async () => {
  await found("drifted", [FINDING]);
  await found("in-step");

  const [first, again] = [await letters(), await letters()];

  expect(first).toEqual([
    {
      ...{ to: "ann@example.org", subject: "web: openstack is not as it was applied" },
      text: `- The rule is gone (safe-to-correct). It is made again.\n\nWhat may be done about it: https://twin.example/app/machines/${workspaceId}/drift\n`,
    },
  ]);
  expect(again).toEqual([]);
});

test("nobody is told in maintenance, nor of what is no news any more", async () => {
  const rest = { changes: "ask", drift: "tell", timeZone: "UTC", window: null, power: null } as const;
  await found("drifted", [FINDING]);
  await database.pool.query("update drift_change set at = now() - interval '2 hours'");
  await makePolicyStore(database.pool).save(workspaceId, { ...rest, maintenance: true }, "ann");
  await found("drifted", [FINDING, FINDING]);

  expect([await messages(), await letters()].map((list) => list.length)).toEqual([1, 0]);
});

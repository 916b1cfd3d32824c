import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { makeAccountChanges } from "../../../src/adapters/postgres/account-changes.ts";
import type { AccountChange } from "../../../src/overview/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { plantRows, type Row } from "../../_helpers/planted-rows.ts";
import { until } from "../../_helpers/until.ts";

let database: FreshDatabase;
let planted: ReadonlyMap<string, Row>;
let stop: () => void;
const heard: (AccountChange | null)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  planted = await plantRows(database.pool, "ann");
  await plantRows(database.pool, "ben");
  stop = makeAccountChanges(database.pool)((change) => heard.push(change));
  await until(() => heard.length === 1, 20_000);
});
afterAll(async () => {
  stop();
  await database.close();
});

const idOf = (table: string) => String(planted.get(table)?.["id"]);

/** What is told of a statement; one more change marks the end, for nothing tells that nothing comes. */
async function toldOf(statement: string, values: readonly unknown[]): Promise<readonly (AccountChange | null)[]> {
  heard.length = 0;
  await database.pool.query(statement, [...values]);
  const mark = randomUUID();
  await database.pool.query(
    "select tell_account_change('mark', jsonb_build_object('kind', 'machine', 'workspaceId', $1::text))",
    [mark],
  );
  await until(() => heard.some((change) => change?.workspaceId === mark), 20_000);
  return heard.filter((change) => change?.workspaceId !== mark);
}

test("a run that moves is told, and one that only writes its log is not", async () => {
  const run = idOf("run");

  const moved = await toldOf("update run set status = 'applying' where id = $1", [run]);
  const quiet = await toldOf("update run set event_count = event_count + 1 where id = $1", [run]);

  expect(moved).toEqual([expect.objectContaining({ accountId: "ann", kind: "run", runId: run, status: "applying" })]);
  expect(quiet).toEqual([]);
});

test("a machine that is seen differently is told, and one that was only looked at again is not", async () => {
  const workspace = idOf("workspace");
  const see = "update instance_observation set facts = $2, observed_at = now() where workspace_id = $1";
  const facts = (powerState: string, observedAt: string) => JSON.stringify({ powerState, observedAt });

  const first = await toldOf(see, [workspace, facts("running", "2026-01-01")]);
  const same = await toldOf(see, [workspace, facts("running", "2026-01-02")]);
  const stopped = await toldOf(see, [workspace, facts("stopped", "2026-01-03")]);

  expect([first, same, stopped]).toEqual([
    [{ accountId: "ann", kind: "machine", workspaceId: workspace }],
    [],
    [{ accountId: "ann", kind: "machine", workspaceId: workspace }],
  ]);
});

test("a workspace that changes hands is gone for one account and there for the other", async () => {
  const workspace = idOf("workspace");

  const told = await toldOf("update workspace set owner_id = 'ben', name = 'given' where id = $1", [workspace]);

  expect(told).toEqual([
    { accountId: "ann", kind: "workspace", workspaceId: workspace, change: "gone" },
    { accountId: "ben", kind: "workspace", workspaceId: workspace, change: "changed" },
  ]);
});

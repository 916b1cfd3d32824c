import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { migrate } from "../../../src/adapters/postgres/migrate.ts";
import { DeploymentPlan } from "../../../src/contract/index.ts";
import { emptyDatabase, type FreshDatabase } from "../../_helpers/database.ts";
import { IDS, samplePlan } from "../../_helpers/samples.ts";

let database: FreshDatabase;

beforeEach(async () => {
  database = await emptyDatabase();
});

afterEach(() => database.close());

test("stored plans learn the names of their sites and stay as they are otherwise", async () => {
  const plan = samplePlan();
  const old = { ...plan, sites: plan.sites.map(({ site: _, ...rest }) => rest) };
  const { rows } = await migrateBefore();
  expect(rows).toEqual([]);
  await database.pool.query("insert into account (id, name) values ('ann', 'ann')");
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'ann', 'web', now(), now())",
    [IDS.workspace],
  );
  await database.pool.query("insert into revision values ($1, 1, $2, '{}', $3, now(), 'ann')", [
    ...[IDS.workspace, IDS.operation, JSON.stringify(old)],
  ]);

  await migrate(database.pool);

  const after = await database.pool.query<{ text: string }>("select deployment_plan::text as text from revision");
  const stored: unknown = JSON.parse(after.rows[0]?.text ?? "");
  expect(DeploymentPlan.parse(stored)).toEqual(plan);
  const wanted = { ...old, sites: old.sites.map((site) => ({ site: site.cloud, ...site })) };
  expect(JSON.stringify(stored)).toBe(JSON.stringify(wanted));
});

async function migrateBefore() {
  const all = await readdir(new URL("../../../src/adapters/postgres/migrations/", import.meta.url));
  await migrate(database.pool, { upTo: all.filter((name) => name < "0022").sort() });
  return database.pool.query("select 1 from revision");
}

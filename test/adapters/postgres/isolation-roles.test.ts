import { afterEach, expect, test } from "@jest/globals";
import { migrate } from "../../../src/adapters/postgres/migrate.ts";
import { makePool } from "../../../src/adapters/postgres/pool.ts";
import { emptyDatabase, type FreshDatabase } from "../../_helpers/database.ts";

const open: FreshDatabase[] = [];

afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
});

async function empty(): Promise<FreshDatabase> {
  const database = await emptyDatabase();
  open.push(database);
  return database;
}

test("databases of one cluster may be migrated at the same moment, although the role is the cluster's", async () => {
  const databases = await Promise.all([empty(), empty(), empty()]);

  const ran = await Promise.all(databases.map(({ pool }) => migrate(pool)));

  expect(ran.map((names) => names.includes("0005_isolation.sql"))).toEqual([true, true, true]);
});

test("a login that may not make roles is told what an administrator has to run, and that is then enough", async () => {
  const { pool, url } = await empty();
  const login = `plain_${Date.now().toString(36)}`;
  await pool.query(`create role ${login} login password 'plain'`);
  await pool.query(`grant create on schema public to ${login}`);
  const mine = makePool(Object.assign(new URL(url), { username: login, password: "plain" }).toString());
  try {
    const refused = await migrate(mine).catch((error: Error) => error.message);
    await pool.query(
      "do $$ begin create role twinstack_tenant nologin; exception when duplicate_object then null; end $$",
    );
    await pool.query(`grant twinstack_tenant to ${login}`);
    const ran = await migrate(mine);

    expect(String(refused)).toContain(`grant twinstack_tenant to ${login};`);
    expect(ran).toContain("0005_isolation.sql");
  } finally {
    await mine.end();
    await pool.query(`drop owned by ${login} cascade`);
    await pool.query(`drop role ${login}`);
  }
});

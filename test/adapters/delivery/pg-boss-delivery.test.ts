import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { makePgBossDelivery } from "../../../src/adapters/delivery/pg-boss-delivery.ts";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { makeTenantPool } from "../../../src/adapters/postgres/tenant-pool.ts";
import type { RunStore } from "../../../src/run/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { IDS } from "../../_helpers/samples.ts";

let database: FreshDatabase;
let delivery: ReturnType<typeof makePgBossDelivery>;
let store: RunStore;
let errors: unknown[];

beforeEach(async () => {
  database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('local', 'local')");
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'local', 'web', now(), now())",
    [IDS.workspace],
  );
  errors = [];
  delivery = makePgBossDelivery({ databaseUrl: database.url, onError: (error) => errors.push(error) });
  store = makeRunStore(database.pool, await testKeyring(database.pool), delivery);
});
afterEach(async () => {
  await delivery.stop();
  await database.close();
});

async function announced(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ run_id: string }>(
    "select data ->> 'runId' as run_id from pgboss.job where name = 'run' order by created_on, id",
  );
  return rows.map(({ run_id }) => run_id);
}

test("a run and its announcement are made together or not at all", async () => {
  const run = sampleRun();
  await store.create([run]);

  await expect(store.create([sampleRun({ site: "cloudstack" }), sampleRun()])).rejects.toMatchObject({
    code: "run-active",
  });

  expect(await announced()).toEqual([run.id]);
});

test("a tenant's request announces its run too, and its transaction is a tenant's again afterwards", async () => {
  const pool = makeTenantPool(database.pool, () => "local");
  const tenants = makeRunStore(pool, await testKeyring(database.pool), {
    async enqueue(transaction, runId) {
      await delivery.enqueue(transaction, runId);
      const { rows } = await transaction.query("select current_setting('role') as role");
      expect(rows).toEqual([{ role: "twinstack_tenant" }]);
    },
  });
  const run = sampleRun();

  await tenants.create([run]);

  expect(await announced()).toEqual([run.id]);
  await expect(pool.query("select * from pgboss.job")).rejects.toMatchObject({ code: "42501" });
});

test("whoever works is called until nothing is announced any more, also for what was announced twice", async () => {
  const run = sampleRun();
  const claims: (string | null)[] = [];
  await store.create([run]);
  await delivery.enqueue(database.pool, run.id);

  await delivery.work(1, async () => {
    claims.push((await store.claimNext("a", 30))?.run.id ?? null);
  });
  while (claims.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));

  expect(claims).toEqual([run.id, null]);
  expect(errors).toEqual([]);
});

test("after rest nobody is called, and what was announced is kept for others", async () => {
  let calls = 0;
  await delivery.work(1, async () => {
    calls += 1;
  });
  await delivery.rest();
  await store.create([sampleRun()]);
  await new Promise((resolve) => setTimeout(resolve, 2_500));

  expect(calls).toBe(0);
  expect(await announced()).toHaveLength(1);
});

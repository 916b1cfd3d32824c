import { AsyncLocalStorage } from "node:async_hooks";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type pg from "pg";
import { makePool } from "../../../src/adapters/postgres/pool.ts";
import { makeTenantPool } from "../../../src/adapters/postgres/tenant-pool.ts";
import { withTransaction } from "../../../src/adapters/postgres/with-transaction.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

const scope = new AsyncLocalStorage<string>();
let database: FreshDatabase;
let raw: pg.Pool;
let tenants: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase();
  // One connection: whatever one borrower leaves behind, the next one would find.
  raw = makePool(database.url, { max: 1 });
  tenants = makeTenantPool(raw, () => scope.getStore());
  await database.pool.query(
    `insert into account (id, name, handle) values ('ann', 'Ann', 'ann'), ('bob', 'Bob', 'bob');
     insert into workspace (id, owner_id, name, created_at, updated_at)
     select gen_random_uuid(), id, 'of-' || id, now(), now() from account where id in ('ann', 'bob')`,
  );
});
afterAll(async () => {
  await raw.end();
  await database.close();
});

function names(): Promise<readonly string[]> {
  return tenants.query<{ name: string }>("select name from workspace").then(({ rows }) => rows.map(({ name }) => name));
}

test("a query without any filter gives the rows of the account that is acting, whoever asked before", async () => {
  const seen = [];
  for (const account of ["ann", "bob", "ann", "carl"]) seen.push(await scope.run(account, names));

  expect(seen).toEqual([["of-ann"], ["of-bob"], ["of-ann"], []]);
});

test("a statement planned once on a connection gives every tenant their own rows, however often it was used", async () => {
  const accounts = Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? "ann" : "bob"));
  const prepared = { name: "names", text: "select name from workspace where created_at < $1", values: ["infinity"] };
  const seen = [];
  for (const account of accounts) seen.push(await scope.run(account, () => tenants.query<{ name: string }>(prepared)));

  expect(seen.map(({ rows }) => rows)).toEqual(accounts.map((account) => [{ name: `of-${account}` }]));
});

test("asking while nobody acts is an error and takes no connection", async () => {
  await expect(tenants.query("select 1")).rejects.toMatchObject({ code: "internal" });
  await expect(tenants.connect()).rejects.toMatchObject({ code: "internal" });
  await expect(scope.run("", () => tenants.connect())).rejects.toMatchObject({ code: "internal" });
  expect(raw.waitingCount).toBe(0);
});

test("many at once on one connection never see each other's rows", async () => {
  const accounts = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? "ann" : "bob"));

  const seen = await Promise.all(accounts.map((account) => scope.run(account, names)));

  expect(seen).toEqual(accounts.map((account) => [`of-${account}`]));
});

test("nothing of the tenant stays on a connection that is given back, after a failure neither", async () => {
  await scope.run("ann", () => tenants.query("select * from workspace")).catch(() => undefined);
  await expect(scope.run("ann", () => tenants.query("select * from nowhere"))).rejects.toThrow("nowhere");
  await expect(
    scope.run("ann", () =>
      withTransaction(tenants, async (client) => {
        await client.query("set local lock_timeout = 7");
        await client.query("select 1 / 0");
      }),
    ),
  ).rejects.toThrow("division by zero");

  const { rows } = await raw.query("select current_setting('twinstack.account') as account, current_user as role");
  const seen = await raw.query("select from workspace");

  expect(rows).toEqual([{ account: "", role: "twinstack_tenant" }]);
  expect(seen.rowCount).toBe(0);
});

test("a transaction speaks for its account from begin to commit, even when the scope has moved on", async () => {
  const found = await scope.run("ann", () =>
    withTransaction(tenants, (client) => scope.run("bob", () => client.query("select name from workspace"))),
  );

  expect(found.rows).toEqual([{ name: "of-ann" }]);
});

test("a connection that breaks while it is lent ends neither the process nor the pool", async () => {
  const client = await scope.run("ann", () => tenants.connect());
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const gone = new Promise((resolve) => client.once("end", resolve));

  await database.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  await gone;
  client.release();

  expect(await scope.run("bob", names)).toEqual(["of-bob"]);
});

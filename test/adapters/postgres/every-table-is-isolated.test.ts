import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** Tables outside of PostgreSQL's own schemas, with what protects them from a tenant. */
async function tables() {
  const { rows } = await database.pool.query<{
    name: string;
    secured: boolean;
    policies: string[];
    reachable: boolean;
  }>(
    `select format('%I.%I', namespace.nspname, class.relname) as name, class.relrowsecurity as secured,
            has_schema_privilege('twinstack_tenant', namespace.oid, 'usage') as reachable,
            array(select polname::text from pg_policy
                   where polrelid = class.oid and 'twinstack_tenant'::regrole = any(polroles)) as policies
       from pg_class class join pg_namespace namespace on namespace.oid = class.relnamespace
      where class.relkind in ('r', 'p') and namespace.nspname !~ '^(pg_|information_schema)'`,
  );
  return rows;
}

test("every table isolates its rows, is the service's alone, or lies in a schema that no tenant may enter", async () => {
  const found = await tables();

  const open = found.filter(({ secured, policies, reachable }) => reachable && !(secured && policies.length > 0));
  expect(found.length).toBeGreaterThan(20);
  expect(open.map(({ name }) => `${name}: call isolate_by_… or service_only in its migration`)).toEqual([]);
});

test("a table without a policy is found", async () => {
  await database.pool.query("create table forgotten (owner_id text)");

  const forgotten = (await tables()).find(({ name }) => name === "public.forgotten");

  await database.pool.query("drop table forgotten");
  expect(forgotten).toEqual({ name: "public.forgotten", secured: false, policies: [], reachable: true });
});

test("what is the service's alone grants a tenant nothing, not even a column", async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select policy.polrelid::regclass::text as name
       from pg_policy policy
      where policy.polname = 'service_only'
        and (has_table_privilege('twinstack_tenant', policy.polrelid, 'select, insert, update, delete, truncate')
             or has_any_column_privilege('twinstack_tenant', policy.polrelid, 'select, insert, update'))`,
  );

  expect(rows).toEqual([]);
});

test("no tenant may read what is sealed, whoever it belongs to", async () => {
  const { rows } = await database.pool.query<{ place: string }>(
    `select format('%s.%s', attrelid::regclass, attname) as place
       from pg_attribute join pg_class on pg_class.oid = attrelid
      where attname like '%\\_sealed' and relkind = 'r'
        and has_column_privilege('twinstack_tenant', attrelid, attname, 'select')`,
  );

  expect(rows).toEqual([]);
});

import { createHash } from "node:crypto";
import type pg from "pg";
import type { TenantObjects } from "../_helpers/tenant-objects.ts";

/** Columns that say whose a row is, or of what. */
const OWNERS = [
  "id",
  "owner_id",
  "account_id",
  "user_id",
  "organisation_id",
  "workspace_id",
  "run_id",
  "cloud_id",
  "webhook_id",
];
/** What refusals of others' requests are noted in. */
const NOTES = ["audit_entry"];

/** Digest by table of every row that belongs to these tenants, however often others asked for them. */
export async function digestOfTenants(
  pool: pg.Pool,
  tenants: readonly TenantObjects[],
): Promise<Readonly<Record<string, string>>> {
  const ids = tenants.flatMap(({ marker: _name, statePassword: _secret, ...named }) => Object.values(named));
  const { rows: columns } = await pool.query<{ table_name: string; column_name: string }>(
    `select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t
       using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = any($1) order by 1, 2`,
    [OWNERS],
  );
  const digests: Record<string, string> = {};
  for (const table of new Set(columns.map(({ table_name }) => table_name))) {
    if (NOTES.includes(table)) continue;
    const own = columns
      .filter(({ table_name }) => table_name === table)
      .map(({ column_name }) => `"${column_name}"::text`);
    const { rows } = await pool.query<{ line: string }>(
      `select t::text as line from "${table}" t where array[${own.join(", ")}] && $1::text[] order by 1`,
      [ids],
    );
    if (rows.length === 0) continue;
    const hash = createHash("sha256")
      .update(rows.map(({ line }) => line).join("\n"))
      .digest("hex");
    digests[table] = `${rows.length} rows ${hash}`;
  }
  return digests;
}

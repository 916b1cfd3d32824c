import type pg from "pg";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import type { BenchService } from "./bench-service.ts";
import { runUntil, untilStatus } from "./follow-runs.ts";

/** Copies per statement. */
const BATCH = 250;

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly keyed: "workspace_id" | "run_id";
}

/** Every table below a workspace or one of its runs; generated columns are left to PostgreSQL. */
const COLUMNS = `
  select keyed.table_name as table, columns.column_name as column, columns.data_type as type, keyed.column_name as keyed
    from (select distinct on (table_name) table_name, column_name from information_schema.columns
           where table_schema = 'public' and column_name in ('workspace_id', 'run_id')
           order by table_name, column_name desc) keyed
    join information_schema.columns using (table_name)
   where columns.table_schema = 'public' and is_identity = 'NO' and is_generated = 'NEVER'
   order by keyed.table_name, ordinal_position`;

/**
 * Connections for making many rows: nothing waits for the disk, and no trigger draws its conclusions from a copied row
 * as if a run had just written it. The service's own connections stay as they are.
 */
export function openForCopying({ databaseUrl }: Pick<BenchService, "databaseUrl">): pg.Pool {
  const options = encodeURIComponent("-c synchronous_commit=off -c session_replication_role=replica");
  return makePool(`${databaseUrl}?options=${options}`);
}

/** Submits a requirement and applies it on both sites: what is worth copying. Answers the workspace's id. */
export async function applyBoth(service: BenchService, name: string, changes?: object): Promise<string> {
  const { workspace } = await service.submit(name, changes);
  const planned = await runUntil(service, workspace.id, { kind: "apply" }, "planned");
  await Promise.all(planned.map((run) => service.call("POST", `/api/v1/runs/${run.id}/apply`, {})));
  await Promise.all(planned.map((run) => untilStatus(service, run.id, "applied")));
  return workspace.id;
}

/**
 * Gives each of the owners a copy of a workspace, with every row that hangs below it: revisions, states, runs and their
 * logs. What is sealed is copied as it is; that keeps its size, and nobody could open it.
 *
 * @param except tables that are left out
 * @param from the number of the first copy; no number may come twice
 */
export async function copyWorkspaces(pool: pg.Pool, { id, owners, except = [], from = 0 }: CopyOptions): Promise<void> {
  const { rows } = await pool.query<Column>(COLUMNS);
  const tables = new Map<string, Column[]>();
  for (const row of rows) {
    if (!except.includes(row.table)) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  }
  for (let begin = 0; begin < owners.length; begin += BATCH) {
    const values = [id, owners.slice(begin, begin + BATCH), from + begin];
    await pool.query(
      `with copies as (select owner, $3::bigint + n as n from unnest($2::text[]) with ordinality as list (owner, n))
       insert into workspace (id, owner_id, name, created_at, updated_at)
       select ${copiedId("source.id")}, copies.owner, 'copy-' || copies.n, source.created_at, source.updated_at
         from copies, workspace source where source.id = $1::uuid`,
      values,
    );
    for (const [table, columns] of tables) await pool.query(copyStatement(table, columns), values);
  }
}

export interface CopyOptions {
  readonly id: string;
  /** One account id per copy; the same may come several times. */
  readonly owners: readonly string[];
  readonly except?: readonly string[];
  readonly from?: number;
}

function copyStatement(table: string, columns: readonly Column[]): string {
  const ofWorkspace = columns.some(({ column }) => column === "workspace_id");
  const condition = ofWorkspace
    ? "source.workspace_id = $1::uuid"
    : "source.run_id in (select id from run where workspace_id = $1::uuid)";
  return `
    with copies as (select owner, $3::bigint + n as n from unnest($2::text[]) with ordinality as list (owner, n))
    insert into ${table} (${columns.map(({ column }) => column).join(", ")})
    select ${columns.map(copiedValue).join(", ")} from copies, ${table} source where ${condition}
     ${table === "run" ? "order by copies.n, source.queue_order" : ""}`;
}

function copiedValue({ column, type }: Column): string {
  const name = `source.${column}`;
  if (column === "owner_id") return "copies.owner";
  if (column === "workspace_name") return "'copy-' || copies.n";
  if (column === "token_hash") return `encode(sha256((copies.n || ':' || ${name})::bytea), 'hex')`;
  const isId = ["id", "workspace_id", "run_id", "group_id"].includes(column) && type === "uuid";
  return isId ? copiedId(name) : name;
}

/** With the version and variant of a random one: answers with any other would not pass their schema. */
function copiedId(name: string): string {
  return `overlay(overlay(md5(copies.n || ':' || ${name}) placing '4' from 13) placing '8' from 17)::uuid`;
}

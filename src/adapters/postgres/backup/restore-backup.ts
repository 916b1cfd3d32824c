import { createHash } from "node:crypto";
import type pg from "pg";
import { AppError } from "../../../kernel/app-error.ts";
import { migrate } from "../migrate.ts";
import { withTransaction } from "../with-transaction.ts";
import { BackupEnd, BackupHeader } from "./backup-format.ts";
import { quarantine } from "./quarantine.ts";

export interface RestoreReport {
  readonly header: BackupHeader;
  readonly rows: Readonly<Record<string, number>>;
  /** Sites that are looked at on their clouds before anything changes there. */
  readonly quarantined: number;
  /** Runs that were unfinished when the backup was made. */
  readonly ended: number;
}

const AT_ONCE = 200;

/** What becomes true of the restored rows in the same transaction. */
export type AfterRestore = (
  client: pg.PoolClient,
  header: BackupHeader,
) => Promise<Pick<RestoreReport, "quarantined" | "ended">>;

/**
 * Reads a backup into an empty database and puts it into quarantine. Everything or nothing: a file that was cut off or
 * changed leaves the database without a row.
 *
 * @param lines of the backup, without their line ends
 * @param after what else happens before the rows are there for everybody
 * @throws AppError `validation-failed` when the database is not empty, or the file is not a whole backup of ours
 */
export async function restoreBackup(
  pool: pg.Pool,
  lines: AsyncIterable<string>,
  after: AfterRestore = quarantine,
): Promise<RestoreReport> {
  await refuseUnlessEmpty(pool);
  const reader = lines[Symbol.asyncIterator]();
  const first = await reader.next();
  const header = headerIn(first.done === true ? "" : first.value);
  await migrate(pool, { upTo: header.migrations });
  return withTransaction(pool, async (client) => {
    const hash = createHash("sha256").update(`${first.value}\n`);
    const tables = await userTables(client);
    await setTriggers(client, tables, "disable");
    const rows = await readRows(client, reader, hash, tables);
    await setTriggers(client, tables, "enable");
    await advanceSequences(client);
    return { header, rows, ...(await after(client, header)) };
  });
}

async function refuseUnlessEmpty(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = current_schema() limit 1",
  );
  if (rows.length === 0) return;
  throw new AppError(
    "validation-failed",
    "The database is not empty. A backup is restored into a new database only, so that nothing is overwritten.",
  );
}

function headerIn(line: string): BackupHeader {
  const parsed = BackupHeader.safeParse(parse(line));
  if (parsed.success) return parsed.data;
  throw new AppError("validation-failed", "The file does not begin like a database backup of TwinStack.");
}

type Hash = ReturnType<typeof createHash>;

async function readRows(
  client: pg.PoolClient,
  reader: AsyncIterator<string>,
  hash: Hash,
  tables: ReadonlySet<string>,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = Object.fromEntries([...tables].map((table) => [table, 0]));
  let batch: { table: string; rows: string[] } = { table: "", rows: [] };
  const flush = async (): Promise<void> => {
    const { table, rows } = batch;
    if (rows.length === 0) return;
    await client.query(
      `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1::json)`,
      [`[${rows.join(",")}]`],
    );
    counts[table] = (counts[table] ?? 0) + rows.length;
    batch = { table: "", rows: [] };
  };

  for (let next = await reader.next(); next.done !== true; next = await reader.next()) {
    const line = next.value;
    const space = line.indexOf(" ");
    const table = space < 0 || line.startsWith("{") ? null : parse(line.slice(0, space));
    if (table === null) {
      await flush();
      refuseUnlessWhole(line, counts, hash.digest("hex"));
      return counts;
    }
    // The name becomes part of a statement: only a table that is there is one.
    if (typeof table !== "string" || !tables.has(table)) throw damaged(`it holds rows of ${String(table)}`);
    if (table !== batch.table || batch.rows.length >= AT_ONCE) await flush();
    batch = { table, rows: [...batch.rows, line.slice(space + 1)] };
    hash.update(`${line}\n`);
  }
  throw damaged("its end is missing");
}

function refuseUnlessWhole(line: string, counts: Readonly<Record<string, number>>, sha256: string): void {
  const end = BackupEnd.safeParse(parse(line));
  if (!end.success) throw damaged("a line in it is none of ours");
  if (end.data.sha256 !== sha256) throw damaged("its checksum is another one");
  for (const [table, count] of Object.entries(end.data.rows)) {
    if (counts[table] !== count) throw damaged(`${table} has ${counts[table] ?? 0} rows instead of ${count}`);
  }
}

function damaged(reason: string): AppError {
  return new AppError("validation-failed", `The backup is damaged: ${reason}. Nothing was restored.`);
}

async function userTables(client: pg.PoolClient): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = current_schema() and tablename <> 'schema_migration'",
  );
  return new Set(rows.map(({ name }) => name));
}

/** Rows are put back as they were: no webhook is told of them, no journal is written anew. References stay checked. */
async function setTriggers(
  client: pg.PoolClient,
  tables: ReadonlySet<string>,
  how: "enable" | "disable",
): Promise<void> {
  for (const table of tables) await client.query(`alter table ${table} ${how} trigger user`);
}

/** New rows get numbers after the restored ones. */
async function advanceSequences(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ name: string; counted: string }>(
    `select table_name as name, column_name as counted from information_schema.columns
      where table_schema = current_schema() and is_identity = 'YES'`,
  );
  for (const { name, counted } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), (select coalesce(max(${counted}), 0) + 1 from ${name}), false)`,
      [name, counted],
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

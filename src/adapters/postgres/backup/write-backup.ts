import { createHash } from "node:crypto";
import type pg from "pg";
import type { BackupEnd, BackupHeader } from "./backup-format.ts";
import { listTables } from "./list-tables.ts";

const AT_ONCE = 200;

/**
 * Reads the whole database as of one moment, while it is in use: a header, the rows of every table as JSON, an end with
 * counts and a checksum. Secrets in it are sealed as in the database; addresses, names and password hashes are not.
 *
 * @returns lines without their line ends
 */
export async function* writeBackup(
  pool: pg.Pool,
  facts: { readonly release: string; readonly madeAt: Date },
): AsyncGenerator<string> {
  const client = await pool.connect();
  const hash = createHash("sha256");
  const rows: Record<string, number> = {};
  const noted = (line: string): string => {
    hash.update(`${line}\n`);
    return line;
  };
  try {
    await client.query("begin isolation level repeatable read read only");
    yield noted(JSON.stringify(await headerOf(client, facts)));
    for (const table of await listTables(client)) {
      rows[table] = 0;
      await client.query(`declare entry no scroll cursor for select row_to_json(t)::text as line from ${table} t`);
      for (let lines = await nextLines(client); lines.length > 0; lines = await nextLines(client)) {
        rows[table] += lines.length;
        // The row's own text is kept as it came: numbers larger than JavaScript's and stored documents stay exact.
        for (const line of lines) yield noted(`${JSON.stringify(table)} ${line}`);
      }
      await client.query("close entry");
    }
    yield JSON.stringify({ end: true, rows, sha256: hash.digest("hex") } satisfies BackupEnd);
  } finally {
    // The transaction only read; ending the connection ends it in whatever state it is.
    client.release(true);
  }
}

async function headerOf(
  client: pg.ClientBase,
  { release, madeAt }: { readonly release: string; readonly madeAt: Date },
): Promise<BackupHeader> {
  const migrations = await client.query<{ name: string }>("select name from schema_migration order by name");
  // A database of release 0.1 has no such table.
  const { rows: found } = await client.query<{ there: boolean }>(
    "select to_regclass('master_key') is not null as there",
  );
  const keys = found[0]?.there
    ? await client.query<{ id: string }>("select id from master_key order by id")
    : { rows: [] };
  return {
    format: "twinstack-database-backup",
    version: 1,
    madeAt: madeAt.toISOString(),
    release,
    migrations: migrations.rows.map(({ name }) => name),
    masterKeys: keys.rows.map(({ id }) => id),
  };
}

async function nextLines(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(`fetch ${AT_ONCE} from entry`);
  return rows.map(({ line }) => line);
}

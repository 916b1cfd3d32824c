import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type pg from "pg";
import { AppError } from "../../kernel/app-error.ts";

const MIGRATIONS = new URL("./migrations/", import.meta.url);
/** Advisory lock numbers are never reused; this one keeps two starting services from migrating at once. */
const MIGRATION_LOCK = 746_001;

export interface MigrateOptions {
  readonly folder?: URL;
  /** Only these, all of which must be known: the state of a database that rows are read back into. */
  readonly upTo?: readonly string[];
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Brings the database to this version, each file in a transaction of its own. Safe to repeat and to run twice at once.
 *
 * @returns names of the migrations that ran now
 * @throws AppError `internal` when an applied file was changed or the database is newer than this program
 */
export async function migrate(pool: pg.Pool, options: MigrateOptions = {}): Promise<readonly string[]> {
  const migrations = wanted(await readMigrations(options.folder ?? MIGRATIONS), options.upTo);
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(`create table if not exists schema_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    return await applyMissing(client, migrations);
  } finally {
    // Ending the session releases the advisory lock even when the connection is in a bad way.
    client.release(true);
  }
}

function wanted(migrations: readonly Migration[], upTo: readonly string[] | undefined): readonly Migration[] {
  if (upTo === undefined) return migrations;
  const unknown = upTo.filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length === 0) return migrations.filter(({ name }) => upTo.includes(name));
  throw new AppError(
    "validation-failed",
    `It comes from a newer version of TwinStack (${unknown.join(", ")}); restore it with that version.`,
  );
}

async function applyMissing(client: pg.PoolClient, migrations: readonly Migration[]): Promise<readonly string[]> {
  const applied = await client.query<{ name: string; checksum: string }>("select name, checksum from schema_migration");
  const checksums = new Map(applied.rows.map((row) => [row.name, row.checksum]));
  refuseStrangers(migrations, checksums);

  const ran: string[] = [];
  for (const migration of migrations.filter(({ name }) => !checksums.has(name))) {
    await applyOne(client, migration);
    ran.push(migration.name);
  }
  return ran;
}

function refuseStrangers(migrations: readonly Migration[], checksums: ReadonlyMap<string, string>): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of checksums) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new AppError(
        "internal",
        `The database was migrated by a newer version of TwinStack (${name}); start that version, or use another database.`,
      );
    }
    if (expected !== checksum) {
      throw new AppError("internal", `Migration ${name} was changed after it had run; restore the file.`);
    }
  }
}

async function applyOne(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.sql);
    await client.query("insert into schema_migration (name, checksum) values ($1, $2)", [
      migration.name,
      migration.checksum,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      "internal",
      `Migration ${migration.name} failed; nothing of it was kept. ${reason}`,
      {},
      { cause: error },
    );
  }
}

async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

import type pg from "pg";
import { AppError } from "../../../kernel/app-error.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

/** What was carried over and found to be the same. */
export interface Carried {
  readonly tables: number;
  readonly rows: number;
}

interface Fingerprint {
  readonly count: string;
  readonly sum: string;
}

/**
 * Carries every row of a database that nobody writes to into an empty one, perhaps of another major version of PostgreSQL,
 * and compares both, table by table. Unlike a restore it changes nothing: the clouds have not gone on without it. What
 * pg-boss keeps is left behind, for it only announces what the run table says.
 *
 * @throws AppError `database-not-upgraded` when the copy differs in anything
 */
export async function carryDatabase(source: pg.Pool, target: pg.Pool): Promise<Carried> {
  if (!(await hasRows(source))) return { tables: 0, rows: 0 };
  const lines = writeBackup(source, { release: "upgrade", madeAt: new Date() });
  try {
    await restoreBackup(target, lines, async () => ({ quarantined: 0, ended: 0 }));
  } finally {
    // Whoever stops reading must say so, or the connection behind the lines is never given back.
    await lines.return(undefined);
  }
  await carrySequences(source, target);
  return compare(source, target);
}

/** A service that died before its first migration left nothing to carry. */
async function hasRows(source: pg.Pool): Promise<boolean> {
  const { rows } = await source.query<{ there: boolean }>(
    "select to_regclass('schema_migration') is not null as there",
  );
  return rows[0]?.there === true;
}

/** Numbers that were given out are never given out again, even where their rows are gone. */
async function carrySequences(source: pg.Pool, target: pg.Pool): Promise<void> {
  const { rows } = await source.query<{ name: string; last: string }>(
    `select quote_ident(sequencename) as name, last_value::text as last from pg_sequences
      where schemaname = current_schema() and last_value is not null`,
  );
  for (const { name, last } of rows) await target.query("select setval($1::regclass, $2, true)", [name, last]);
}

async function compare(source: pg.Pool, target: pg.Pool): Promise<Carried> {
  const [before, after] = [await fingerprints(source), await fingerprints(target)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const different = names.filter((name) => {
    const [old, fresh] = [before.get(name), after.get(name)];
    return old?.count !== fresh?.count || old?.sum !== fresh?.sum;
  });
  if (different.length > 0) {
    throw new AppError("database-not-upgraded", `These tables differ after the restore: ${different.join(", ")}.`, {
      tables: different,
    });
  }
  return { tables: names.length, rows: [...after.values()].reduce((sum, { count }) => sum + Number(count), 0) };
}

/** Count of rows and sum of their digests, in whatever order they lie; of the migrations their names and checksums. */
async function fingerprints(pool: pg.Pool): Promise<ReadonlyMap<string, Fingerprint>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = current_schema()",
  );
  const found = new Map<string, Fingerprint>();
  for (const { name } of tables) {
    const row = name === "schema_migration" ? "t.name || t.checksum" : "row_to_json(t)::text";
    const { rows } = await pool.query<Fingerprint>(
      `select count(*)::text as count,
              coalesce(sum(('x' || left(md5(${row}), 15))::bit(60)::bigint::numeric), 0)::text as sum
         from ${name} t`,
    );
    if (rows[0] !== undefined) found.set(name, rows[0]);
  }
  return found;
}

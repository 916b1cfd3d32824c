import type pg from "pg";
import { AppError } from "../../../kernel/app-error.ts";

/** Written by the program itself when it starts on the restored database. */
const NOT_COPIED = new Set(["schema_migration"]);

/** Tables of our schema, each after those it refers to, so that rows can be read back in this order. */
export async function listTables(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = current_schema() order by tablename",
  );
  const { rows: references } = await client.query<{ owner: string; target: string }>(
    `select distinct conrelid::regclass::text as owner, confrelid::regclass::text as target
       from pg_constraint
      where contype = 'f' and connamespace = current_schema()::regnamespace and conrelid <> confrelid`,
  );
  return inOrder(
    tables.map(({ name }) => name).filter((name) => !NOT_COPIED.has(name)),
    references,
  );
}

function inOrder(
  names: readonly string[],
  references: readonly { readonly owner: string; readonly target: string }[],
): readonly string[] {
  const ordered: string[] = [];
  const waiting = new Set(names);
  while (waiting.size > 0) {
    const free = [...waiting].filter(
      (name) => !references.some(({ owner, target }) => owner === name && waiting.has(target)),
    );
    if (free.length === 0)
      throw new AppError("internal", `Tables refer to each other in a circle: ${[...waiting].join(", ")}.`);
    for (const name of free) waiting.delete(name);
    ordered.push(...free);
  }
  return ordered;
}

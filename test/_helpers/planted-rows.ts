import { randomUUID } from "node:crypto";
import type pg from "pg";

/** A column as the catalog describes it. */
interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** Words that a check constraint allows here; empty when it allows any. */
  readonly words: readonly string[];
  /** `table.column` that it refers to. */
  readonly refersTo: string | null;
}

export type Row = Readonly<Record<string, unknown>>;

/** Columns that name an account although no foreign key says so. */
const ACCOUNT = /^(owner|account|user|organisation|from|to)_id$/;

/**
 * Writes one row into every table, made from nothing but the catalog, so that a table added tomorrow is covered without
 * a line here. Every text holds the account's name, every reference leads to a row of the same account.
 */
export async function plantRows(pool: pg.Pool, account: string): Promise<ReadonlyMap<string, Row>> {
  const planted = new Map<string, Row>();
  for (const [table, columns] of await tablesInOrder(pool)) {
    const row = rowFor(account, columns, planted);
    const names = Object.keys(row);
    const places = names.map((_name, index) => `$${index + 1}`);
    const { rows } = await pool
      .query<Row>(
        `insert into ${table} (${names.join(", ")}) values (${places.join(", ")}) on conflict do nothing returning *`,
        Object.values(row),
      )
      .catch((error: Error) => {
        throw new Error(`no row can be planted in ${table}: ${error.message}; teach planted-rows.ts about it`);
      });
    const made = rows[0] ?? (await rowOfTrigger(pool, table, columns, row));
    if (made !== undefined) planted.set(table, made);
  }
  return planted;
}

/** The row that a trigger has made already, together with the one it hangs on. */
async function rowOfTrigger(
  pool: pg.Pool,
  table: string,
  columns: readonly Column[],
  row: Row,
): Promise<Row | undefined> {
  const key = columns.find(({ refersTo }) => refersTo !== null)?.name;
  if (key === undefined) return undefined;
  return (await pool.query<Row>(`select * from ${table} where ${key} = $1`, [row[key]])).rows[0];
}

/** Values for one more row of the table, with references to what is planted already. */
export function rowFor(account: string, columns: readonly Column[], planted: ReadonlyMap<string, Row>): Row {
  return Object.fromEntries(columns.map((column) => [column.name, valueFor(account, column, planted)]));
}

function valueFor(account: string, column: Column, planted: ReadonlyMap<string, Row>): unknown {
  const { table, name, type, words, refersTo } = column;
  if (refersTo !== null) {
    const [target, key] = refersTo.split(".");
    return planted.get(target ?? "")?.[key ?? ""] ?? null;
  }
  if (words[0] !== undefined) return words[0];
  if (ACCOUNT.test(name) || (table === "account" && name === "id")) return account;
  const text = `${account} ${table} ${name} ${randomUUID()}`;
  if (type === "uuid") return randomUUID();
  if (type === "text") return text;
  if (type === "text[]") return [text];
  if (type === "json" || type === "jsonb") return JSON.stringify({ text });
  if (type === "bytea") return Buffer.from(text);
  if (type === "boolean") return true;
  // What lasts until then must not have ended when it began.
  if (type.startsWith("timestamp")) return new Date(Date.now() + (name.endsWith("_until") ? 60_000 : 0));
  if (/^(integer|bigint|smallint|numeric|real|double)/.test(type)) return 1;
  throw new Error(`${table}.${name} has the type ${type}, of which planted-rows.ts knows no value`);
}

/** Tables of the public schema with the columns that can be written, referred ones before referring ones. */
export async function tablesInOrder(pool: pg.Pool): Promise<ReadonlyMap<string, readonly Column[]>> {
  const { rows } = await pool.query<Column & { readonly checks: string }>(
    `select class.relname as table, attname as name, format_type(atttypid, atttypmod) as type,
            (select format('%s.%s', target.relname, key.attname)
               from pg_constraint fk
               join pg_class target on target.oid = fk.confrelid
               join pg_attribute key
                 on key.attrelid = fk.confrelid and key.attnum = fk.confkey[array_position(fk.conkey, pg_attribute.attnum)]
              where fk.conrelid = class.oid and fk.contype = 'f' and pg_attribute.attnum = any(fk.conkey)
              order by cardinality(fk.conkey) limit 1) as "refersTo",
            coalesce((select string_agg(pg_get_constraintdef(rule.oid), ' ') from pg_constraint rule
                       where rule.conrelid = class.oid and rule.contype = 'c'
                         and pg_attribute.attnum = any(rule.conkey)), '') as checks
       from pg_class class
       join pg_attribute on attrelid = class.oid and attnum > 0 and not attisdropped
      where class.relkind in ('r', 'p') and class.relnamespace = 'public'::regnamespace
        and attidentity = '' and attgenerated = ''
      order by class.relname, attnum`,
  );
  const open = new Map<string, Column[]>();
  for (const { checks, ...column } of rows) {
    const words = [...checks.matchAll(/'([^']+)'::text/g)].map(([, word]) => word ?? "");
    open.set(column.table, [...(open.get(column.table) ?? []), { ...column, words }]);
  }
  const ordered = new Map<string, readonly Column[]>();
  while (open.size > 0) {
    const free = [...open].filter(([table, columns]) =>
      columns.every(
        ({ refersTo }) => refersTo === null || refersTo.startsWith(`${table}.`) || ordered.has(tableOf(refersTo)),
      ),
    );
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...open.keys()].join(", ")}`);
    for (const [table, columns] of free) {
      ordered.set(table, columns);
      open.delete(table);
    }
  }
  return ordered;
}

function tableOf(reference: string): string {
  return reference.split(".")[0] ?? "";
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, inflateRawSync, zstdDecompressSync } from "node:zlib";
import type pg from "pg";

/** A secret that was planted somewhere, by the name of the field. */
export type Marks = ReadonlyMap<string, string>;

/** Names of the marks that stand in the bytes: in clear, as base64 however aligned, as hex, packed or within a zip. */
export function marksIn(marks: Marks, bytes: Uint8Array): readonly string[] {
  const texts = unpacked(Buffer.from(bytes)).map((part) => part.toString("latin1"));
  return [...marks]
    .filter(([, mark]) => formsOf(mark).some((form) => texts.some((text) => text.includes(form))))
    .map(([name]) => name);
}

const PACKINGS = [
  { begins: Buffer.from([0x1f, 0x8b]), unpack: gunzipSync },
  { begins: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), unpack: zstdDecompressSync },
];

function formsOf(mark: string): readonly string[] {
  const bytes = Buffer.from(mark);
  const base64 = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    // The first and the last group also hold what stands beside the mark.
    return [text.slice(shift === 0 ? 0 : 4, -4)];
  });
  const url = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  return [mark, encodeURIComponent(mark), JSON.stringify(mark).slice(1, -1), bytes.toString("hex"), ...base64, ...url];
}

/** The bytes themselves and everything that can be unpacked from them; a saved plan of Terraform is a zip. */
function unpacked(bytes: Buffer): readonly Buffer[] {
  const packed = PACKINGS.find(({ begins }) => bytes.subarray(0, begins.length).equals(begins));
  const whole = packed === undefined ? [] : attempt(() => packed.unpack(bytes));
  const inZip: Buffer[] = [];
  for (let at = bytes.indexOf("PK\u0003\u0004"); at >= 0; at = bytes.indexOf("PK\u0003\u0004", at + 4)) {
    const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    inZip.push(...attempt(() => inflateRawSync(bytes.subarray(from))));
  }
  // First-boot texts are packed and written as base64 within JSON.
  const written = [...bytes.toString("latin1").matchAll(/H4sI[\w+/]{16,}={0,2}/g)];
  const inText = written.flatMap(([text]) => attempt(() => gunzipSync(Buffer.from(text, "base64"))));
  return [bytes, ...whole, ...inZip, ...inText];
}

function attempt(unpack: () => Buffer): readonly Buffer[] {
  try {
    return [unpack()];
  } catch {
    return [];
  }
}

/** Places with marks in a database, as `schema.table.column: mark`; every row and column of every schema is read. */
export async function marksInDatabase(
  marks: Marks,
  pool: pg.Pool,
): Promise<{ found: readonly string[]; values: number }> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const found = new Set<string>();
  let values = 0;
  for (const { name } of tables) {
    const { rows } = await pool.query<Record<string, unknown>>(`select * from ${name}`);
    for (const column of Object.keys(rows[0] ?? {})) {
      const cells = rows.map((row) => row[column]).filter((cell) => cell !== null);
      const packed = cells.filter((cell) => Buffer.isBuffer(cell));
      const texts = cells
        .filter((cell) => !Buffer.isBuffer(cell))
        .map((cell) => (typeof cell === "string" ? cell : JSON.stringify(cell)));
      for (const bytes of [...packed, Buffer.from(texts.join("\n"))]) {
        for (const mark of marksIn(marks, bytes)) found.add(`${name}.${column}: ${mark}`);
      }
      values += cells.length;
    }
  }
  return { found: [...found].sort(), values };
}

/** Files below a folder with marks, as `path: mark`; `skip` says which are places where secrets belong. */
export async function marksInFiles(
  marks: Marks,
  folder: string,
  skip: (path: string) => boolean,
): Promise<{ found: readonly string[]; files: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  let files = 0;
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const inside = path.slice(folder.length + 1);
    if (skip(inside)) continue;
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    found.push(...marksIn(marks, bytes).map((mark) => `${inside}: ${mark}`));
    files += 1;
  }
  return { found, files };
}

/** Reads the arguments of all processes again and again until it is stopped. */
export function watchArguments(): { stop(): Promise<ReadonlySet<string>> } {
  const seen = new Set<string>();
  let stopped = false;
  async function look(): Promise<void> {
    while (!stopped) {
      for (const name of await readdir("/proc")) {
        if (!/^\d+$/.test(name) || name === String(process.pid)) continue;
        const text = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
        if (text !== "") seen.add(text.replaceAll("\0", " "));
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  const looking = look();
  return {
    async stop() {
      stopped = true;
      await looking;
      return seen;
    },
  };
}

import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** Stands in the built document wherever the policy's nonce belongs (web/vite.config.ts). */
const NONCE = /TWINSTACK_NONCE/g;
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json; charset=utf-8",
};
const compress = promisify(gzip);

export interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

/** The built page, in memory: what is not in it cannot be asked for, whatever a path says. */
export interface WebPage {
  document(nonce: string): string;
  asset(name: string): Asset | null;
}

/** Reads what the set-up built; null where nothing was built. */
export async function readWebPage(folder: string): Promise<WebPage | null> {
  const text = await readFile(join(folder, "index.html"), "utf8").catch(ignoreMissing);
  if (text === null) return null;
  const assets = new Map<string, Asset>();
  for (const name of await readdir(join(folder, "assets"))) {
    const plain = await readFile(join(folder, "assets", name));
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    assets.set(name, { type, plain, gzipped: await compress(plain, { level: 9 }) });
  }
  return {
    document: (nonce) => text.replace(NONCE, nonce),
    asset: (name) => assets.get(name) ?? null,
  };
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BINDING_SUBSET } from "./binding-subset.ts";
import type { SchemaDocument } from "./prune-schema.ts";
import { renderBindings } from "./render-bindings.ts";

/** Writes the bindings of all providers below `target` and removes files that are no longer generated. */
export async function writeBindings(target: string): Promise<readonly string[]> {
  const written: string[] = [];
  for (const { folder } of BINDING_SUBSET) {
    const schemaFile = new URL(`../provider-schemas/${folder}.json`, import.meta.url);
    const files = await renderBindings(JSON.parse(await readFile(schemaFile, "utf8")) as SchemaDocument);
    await mkdir(join(target, folder), { recursive: true });
    for (const stale of await readdir(join(target, folder))) {
      if (!(stale in files)) await rm(join(target, folder, stale), { recursive: true });
    }
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(target, folder, name), text);
      written.push(`${folder}/${name}`);
    }
  }
  return written;
}

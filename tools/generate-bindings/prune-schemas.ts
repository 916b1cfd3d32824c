/**
 * Renews `tools/provider-schemas/` after a change of the subset or of a provider version:
 * `node tools/generate-bindings/prune-schemas.ts FULL.json…` with the output of `terraform providers schema -json`.
 */
import { readFile, writeFile } from "node:fs/promises";
import { pruneSchema, type SchemaDocument, subsetOf } from "./prune-schema.ts";

for (const file of process.argv.slice(2)) {
  const full = JSON.parse(await readFile(file, "utf8")) as SchemaDocument;
  const subset = subsetOf(full);
  const target = new URL(`../provider-schemas/${subset.folder}.json`, import.meta.url);
  await writeFile(target, `${JSON.stringify(pruneSchema(full, subset), null, 1)}\n`);
  process.stdout.write(`${subset.folder} ${subset.version}: ${subset.elementTypes.length} element types\n`);
}

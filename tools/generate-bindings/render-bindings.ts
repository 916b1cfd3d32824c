import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { SchemaDocument } from "./prune-schema.ts";

/** What this script calls of the generator; its own types need packages we do not have. */
interface Generator {
  generate(provider: {
    readonly isModule: boolean;
    readonly source: string;
    readonly name: string;
    readonly version: string | undefined;
  }): void;
  save(folder: string): Promise<void>;
}
interface GeneratorPackage {
  readonly CodeMaker: new () => object;
  readonly TerraformProviderGenerator: new (code: object, schema: SchemaDocument) => Generator;
}
interface SchemaPackage {
  readonly sanitizeProviderSchema: (schema: SchemaDocument) => SchemaDocument;
}

const HEADER = "// @ts-nocheck -- written by `npm run generate`; do not edit\n";

/** Bindings of one pruned schema: file name (`compute-instance-v2.ts`) → TypeScript that Node runs as it is. */
export async function renderBindings(schema: SchemaDocument): Promise<Readonly<Record<string, string>>> {
  const { CodeMaker, TerraformProviderGenerator } = await importGenerator();
  const folder = await mkdtemp(join(tmpdir(), "twinstack-bindings-"));
  try {
    const generator = new TerraformProviderGenerator(new CodeMaker(), await sanitized(schema));
    for (const source of Object.keys(schema.provider_schemas)) {
      const version = schema.provider_versions?.[source];
      generator.generate({ isModule: false, source, name: basename(source), version });
    }
    await generator.save(folder);
    return await collectFiles(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importGenerator(): Promise<GeneratorPackage> {
  // The generator asks `terraform version` on import and complains about a preset but missing CLI configuration.
  delete process.env["TF_CLI_CONFIG_FILE"];
  return (await import("@cdktn/provider-generator")) as unknown as GeneratorPackage;
}

async function sanitized(schema: SchemaDocument): Promise<SchemaDocument> {
  const path: string = "@cdktn/provider-schema/build/provider-schema.js";
  const { sanitizeProviderSchema } = (await import(path)) as SchemaPackage;
  return sanitizeProviderSchema(structuredClone(schema));
}

/** `providers/openstack/compute-instance-v2/index.ts` becomes `compute-instance-v2.ts`; index files and readmes go. */
async function collectFiles(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const paths = await readdir(folder, { recursive: true });
  for (const path of paths.sort()) {
    const isBinding = basename(path) === "index.ts" && path.split("/").length === 4;
    if (!isBinding) continue;
    files[`${basename(dirname(path))}.ts`] = adapt(await readFile(join(folder, path), "utf8"), path);
  }
  return files;
}

/** House rules on top of the generator's output: `cdktf` by name, and nothing that type stripping cannot run. */
function adapt(source: string, path: string): string {
  const adapted = source
    .replace("import * as cdktn from 'cdktn';", "import * as cdktf from 'cdktf';")
    .replaceAll("cdktn.", "cdktf.");
  if (
    /constructor\([^)]*(private|protected|public|readonly) /.test(adapted) ||
    /^\s*(enum|namespace) /m.test(adapted)
  ) {
    throw new Error(`${path} holds TypeScript that Node cannot strip`);
  }
  return HEADER + adapted;
}

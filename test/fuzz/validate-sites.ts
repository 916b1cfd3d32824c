import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";
import type { SynthesizedSite } from "./fuzz-requirements.ts";

const run = promisify(execFile);
const OUTPUT_BYTES = 64 * 1024 * 1024;

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly range?: { readonly filename: string };
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Lets the real engine with the real providers judge many sites of one cloud in one process: each site is a module of
 * one configuration, because starting the engine costs far more than judging. Provider blocks are judged too, each
 * different one once and in the root: every block is a process of its provider, which takes ten times what judging a
 * site does.
 *
 * @returns what the engine has against them, with the module's number; empty when all are valid
 */
export async function validateSites(sites: readonly SynthesizedSite[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-fuzz-"));
  const options = { cwd: folder, env: terraformEnv(), maxBuffer: OUTPUT_BYTES };
  try {
    let sources: unknown;
    const providers = new Map<string, { readonly name: string; readonly block: Fields }>();
    for (const [index, site] of sites.entries()) {
      const module = join(folder, `m${index}`);
      await mkdir(module);
      for (const [name, text] of Object.entries(site.files)) {
        const { text: own, blocks, required } = asModule(text);
        sources ??= required;
        await writeFile(join(module, name), own);
        for (const block of blocks) providers.set(JSON.stringify(block), block);
      }
    }
    const modules = Object.fromEntries(sites.map((_, index) => [`m${index}`, { source: `./m${index}` }]));
    const root = {
      terraform: { required_providers: sources },
      module: modules,
      provider: inRoot([...providers.values()]),
    };
    await writeFile(join(folder, "main.tf.json"), JSON.stringify(root));
    await run(toolchain().enginePath, ["init", "-backend=false", "-input=false"], options);
    const { stdout } = await run(toolchain().enginePath, ["validate", "-json"], options).catch(
      (failure: { stdout?: string }) => ({ stdout: failure.stdout ?? "" }),
    );
    const { diagnostics, valid } = JSON.parse(stdout) as { valid: boolean; diagnostics: readonly Diagnostic[] };
    const found = diagnostics.map(
      ({ severity, summary, detail, range }) => `${severity} in ${range?.filename ?? "?"}: ${summary}. ${detail ?? ""}`,
    );
    return valid || found.length > 0 ? found : ["invalid without a diagnostic"];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The document without what only a root module has: its backend, and here its provider blocks. */
function asModule(text: string) {
  const document = JSON.parse(text) as {
    terraform?: { backend?: unknown; required_providers?: unknown };
    provider?: Record<string, readonly Fields[]>;
  };
  delete document.terraform?.backend;
  const blocks = Object.entries(document.provider ?? {}).flatMap(([name, some]) =>
    some.map((block) => ({ name, block })),
  );
  delete document.provider;
  return { text: JSON.stringify(document), blocks, required: document.terraform?.required_providers };
}

/** The modules take the first block of each provider; the others stand beside it under other names. */
function inRoot(found: readonly { readonly name: string; readonly block: Fields }[]): Record<string, Fields[]> {
  const all: Record<string, Fields[]> = {};
  for (const { name, block } of found) {
    const before = all[name] ?? [];
    all[name] = [...before, before.length === 0 ? block : { ...block, alias: `p${before.length}` }];
  }
  return all;
}

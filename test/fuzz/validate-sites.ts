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

/**
 * Lets the real engine with the real providers judge many sites of one cloud in one process: each site is a module of
 * one configuration, because starting the engine costs far more than judging.
 *
 * @returns what the engine has against them, with the module's number; empty when all are valid
 */
export async function validateSites(sites: readonly SynthesizedSite[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-fuzz-"));
  const options = { cwd: folder, env: terraformEnv(), maxBuffer: OUTPUT_BYTES };
  try {
    for (const [index, site] of sites.entries()) {
      const module = join(folder, `m${index}`);
      await mkdir(module);
      for (const [name, text] of Object.entries(site.files)) await writeFile(join(module, name), withoutBackend(text));
    }
    const modules = Object.fromEntries(sites.map((_, index) => [`m${index}`, { source: `./m${index}` }]));
    await writeFile(join(folder, "main.tf.json"), JSON.stringify({ module: modules }));
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

/** Only a root module has a backend. */
function withoutBackend(text: string): string {
  const document = JSON.parse(text) as { terraform?: { backend?: unknown } };
  delete document.terraform?.backend;
  return JSON.stringify(document);
}

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engineEnvironment } from "./child-environment.mjs";
import { PROVIDERS, REGISTRY_HOSTS } from "./pins.mjs";
import { adoptProvider, mirrorFolder } from "./provider-mirror.mjs";
import { runCommand } from "./run-command.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * Lets the engine itself download and verify the pinned providers, then keeps what it unpacked as the mirror: later
 * `init`s are instant, need no network, and share one copy on disk.
 */
export async function fetchProviders(context) {
  context.report("downloading from the public registry (about 20 s, once)…");
  mkdirSync(mirrorFolder(context), { recursive: true });
  const folder = mkdtempSync(join(mirrorFolder(context), ".partial-"));
  try {
    const host = REGISTRY_HOSTS[context.facts.engineKind];
    writeFileSync(join(folder, "versions.tf.json"), JSON.stringify(requirements(host)));
    const cliConfig = join(folder, "direct.tfrc");
    writeFileSync(cliConfig, "disable_checkpoint = true\nprovider_installation {\n  direct {}\n}\n");
    const { TF_PLUGIN_CACHE_DIR, TF_DATA_DIR, ...env } = context.env;
    const run = await runCommand(context.facts.enginePath, ["init", "-backend=false", "-input=false", "-no-color"], {
      cwd: folder,
      env: engineEnvironment(env, cliConfig),
      logFile: context.logFile("providers"),
    });
    if (!run.ok) throw refusal(run.tail);
    for (const provider of PROVIDERS)
      adoptProvider(context, provider, downloadedProgram(context, folder, host, provider));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function requirements(host) {
  const required = PROVIDERS.map(({ name, source, version }) => [name, { source: `${host}/${source}`, version }]);
  return { terraform: { required_providers: Object.fromEntries(required) } };
}

function downloadedProgram(context, folder, host, provider) {
  const { goos, goarch } = context.platform;
  const place = join(folder, ".terraform", "providers", host, provider.source, provider.version, `${goos}_${goarch}`);
  const program = readdirSync(place).find((name) => name.startsWith("terraform-provider-"));
  if (program) return join(place, program);
  throw refusal(`${place} holds no provider program`);
}

function refusal(cause) {
  return new SetupError(
    "providers",
    `the registry download failed: ${cause}`,
    "run again, or build the providers instead: TWINSTACK_PROVIDERS=build (needs Go 1.26 or newer)",
  );
}

import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROVIDERS, REGISTRY_HOSTS } from "./pins.mjs";
import { fingerprintOf, readToolchain } from "./toolchain-file.mjs";

/** Writes down what the other steps found; every other program reads this file and looks for nothing itself. */
export const toolchainStep = { name: "toolchain", inspect, provide };

async function inspect(context) {
  const { nodePath, enginePath, providerMirror } = context.facts;
  if (!nodePath || !enginePath || !providerMirror) {
    return { ok: false, final: true, cause: "the steps before it are not complete", remedy: "run: npm run setup" };
  }
  const written = readToolchain(context.places);
  const wanted = compose(context);
  const same =
    written && Object.keys(wanted).every((key) => JSON.stringify(written[key]) === JSON.stringify(wanted[key]));
  if (same && existsSync(wanted.cliConfigFile)) return { ok: true, summary: context.places.toolchainFile, facts: {} };
  const cause = written
    ? `${context.places.toolchainFile} is out of date`
    : `${context.places.toolchainFile} is missing`;
  return { ok: false, cause, remedy: "run: npm run setup" };
}

async function provide(context) {
  const toolchain = { ...compose(context), madeAt: new Date().toISOString() };
  writeWhole(toolchain.cliConfigFile, cliConfig(toolchain.providerMirror));
  writeWhole(context.places.toolchainFile, `${JSON.stringify(toolchain, null, 2)}\n`);
}

function compose(context) {
  const { facts, places } = context;
  return {
    nodePath: facts.nodePath,
    enginePath: facts.enginePath,
    engineKind: facts.engineKind,
    engineVersion: facts.engineVersion,
    cliConfigFile: join(places.dataFolder, "engine.tfrc"),
    providerSource: facts.providerSource,
    providerMirror: facts.providerMirror,
    postgresBinDir: facts.postgresBinDir,
    postgresDataFolder: facts.postgresDataFolder,
    versions: {
      node: facts.nodeVersion,
      engine: facts.engineVersion,
      postgres: facts.postgresVersion ?? null,
      ...Object.fromEntries(PROVIDERS.map(({ name, version }) => [name, version])),
    },
    fingerprint: fingerprintOf(context.env, places, facts),
  };
}

/** Without a `direct` block the engine reaches no network for providers, whatever the machine's own settings say. */
function cliConfig(mirror) {
  const include = Object.values(REGISTRY_HOSTS).map((host) => `"${host}/*/*"`);
  return [
    "disable_checkpoint = true",
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(mirror)}`,
    `    include = [${include.join(", ")}]`,
    "  }",
    "}",
    "",
  ].join("\n");
}

function writeWhole(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.partial-${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}

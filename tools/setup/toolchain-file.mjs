import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROVIDERS } from "./pins.mjs";
import { findInMirror } from "./provider-mirror.mjs";
import { isPageBuilt } from "./step-page.mjs";

/** The cache place of HOME is not among them: a toolchain that is whole serves a caller without HOME as well. */
const SETTINGS = ["TWINSTACK_NODE", "TWINSTACK_ENGINE", "TWINSTACK_PROVIDERS", "TWINSTACK_CACHE"];

/** The written toolchain, or undefined when there is none that can be read. */
export function readToolchain(places) {
  try {
    return JSON.parse(readFileSync(places.toolchainFile, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * The written toolchain if nothing it depends on has changed since: a few file looks, no program is started.
 *
 * @param {ReturnType<import("./make-context.mjs").makeContext>} context
 */
export function readyToolchain(context) {
  const { env, places } = context;
  const toolchain = readToolchain(places);
  if (!toolchain) return undefined;
  const needed = [toolchain.nodePath, toolchain.enginePath, toolchain.cliConfigFile];
  if (toolchain.postgresBinDir) needed.push(join(toolchain.postgresBinDir, "postgres"));
  if (!needed.every((path) => path && existsSync(path))) return undefined;
  if (!PROVIDERS.every((provider) => findInMirror(context, provider, toolchain.providerMirror))) return undefined;
  if (readStamp(places) !== hash(readFileSync(join(places.checkout, "package-lock.json")))) return undefined;
  if (!isPageBuilt(places)) return undefined;
  return toolchain.fingerprint === fingerprintOf(env, places, toolchain) ? toolchain : undefined;
}

/** Changes when the pins, the lock file, the settings, or the found programs change. */
export function fingerprintOf(env, places, { nodePath, enginePath }) {
  const settings = SETTINGS.map((name) => `${name}=${env[name] ?? ""}`);
  const database = `DATABASE_URL=${env.DATABASE_URL ? "set" : ""}`;
  const programs = [nodePath, enginePath].map(markOf);
  const pins = [join(places.checkout, "package-lock.json"), ...setupSources(places)].map((file) =>
    hash(readFileSync(file)),
  );
  return hash([...settings, database, ...programs, ...pins].join("\n"));
}

function setupSources({ checkout }) {
  const folder = join(checkout, "tools", "setup");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

function markOf(path) {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

function readStamp({ checkout }) {
  try {
    return readFileSync(join(checkout, "node_modules", ".twinstack-lock-hash"), "utf8").trim();
  } catch {
    return undefined;
  }
}

function hash(content) {
  return createHash("sha256").update(content).digest("hex");
}

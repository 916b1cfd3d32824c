import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findNpm, npmReason } from "./find-npm.mjs";
import { runCommand } from "./run-command.mjs";
import { withProgramFirst } from "./search-path.mjs";
import { SetupError } from "./setup-error.mjs";
import { whileTelling } from "./while-telling.mjs";

const REMEDY = "check the connection to the npm registry (`npm ping`), free disk space, and run the same command again";
const OWN_COMMANDS = ["twinstack", "cdktf"];

/** The packages of package-lock.json, installed without their install scripts. */
export const dependenciesStep = { name: "dependencies", inspect, provide };

async function inspect(context) {
  const { checkout } = context.places;
  const lockHash = hashOf(join(checkout, "package-lock.json"));
  if (lockHash === undefined) {
    return {
      ok: false,
      final: true,
      cause: "package-lock.json is missing",
      remedy: "restore it: git checkout package-lock.json",
    };
  }
  const stamped = readIfThere(stampFile(checkout))?.trim() === lockHash;
  if (stamped) return { ok: true, summary: "match package-lock.json", facts: { lockHash } };
  return { ok: false, cause: "node_modules does not match package-lock.json", remedy: "run: npm run setup" };
}

async function provide(context) {
  const { checkout } = context.places;
  if (!matchesLock(checkout)) await install(context);
  linkOwnCommands(checkout);
  writeFileSync(stampFile(checkout), `${hashOf(join(checkout, "package-lock.json"))}\n`);
}

async function install(context) {
  const npm = findNpm(context.env, context.facts.nodePath);
  if (!npm)
    throw new SetupError("dependencies", "npm is not on PATH", "install npm (it comes with Node) and run again");
  context.report("installing from npm (about 40 s)…");
  const installing = runCommand(npm.program, [...npm.args, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: context.places.checkout,
    env: { ...withProgramFirst(context.env, context.facts.nodePath), NODE_ENV: "development" },
    logFile: context.logFile("dependencies"),
    keepAll: true,
  });
  const run = await whileTelling(context.report, "installing", installing);
  if (!run.ok) throw new SetupError("dependencies", `npm ci failed: ${npmReason(run.tail)}`, REMEDY);
}

/** A person may have run `npm install` themselves: what npm recorded as installed is compared, not redone. */
function matchesLock(checkout) {
  const wanted = packagesOf(join(checkout, "package-lock.json"));
  const installed = packagesOf(join(checkout, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === "") return true;
    const have = installed[place];
    if (!have) return entry.optional === true || entry.peer === true;
    return have.version === entry.version && have.integrity === entry.integrity && existsSync(join(checkout, place));
  });
}

function packagesOf(file) {
  const text = readIfThere(file);
  return text === undefined ? undefined : JSON.parse(text).packages;
}

/** npm links no commands of the root package itself, and without a link `npx twinstack` would ask the registry. */
function linkOwnCommands(checkout) {
  for (const command of OWN_COMMANDS) {
    const link = join(checkout, "node_modules", ".bin", command);
    const target = join("..", "..", "bin", command);
    if (linkTarget(link) === target) continue;
    rmSync(link, { force: true });
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }
}

function linkTarget(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

function stampFile(checkout) {
  return join(checkout, "node_modules", ".twinstack-lock-hash");
}

function hashOf(file) {
  const text = readIfThere(file);
  return text === undefined ? undefined : createHash("sha256").update(text).digest("hex");
}

function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

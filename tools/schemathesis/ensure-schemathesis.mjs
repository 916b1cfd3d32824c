import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findPlaces } from "../setup/places.mjs";
import { runCommand } from "../setup/run-command.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { whileTelling } from "../setup/while-telling.mjs";

const STEP = "schemathesis";
const REQUIREMENT = "schemathesis>=4,<5";
const REMEDY =
  "install Python 3.10 or newer with venv (Debian: python3-venv), let pip reach its index, and run the same command again";

/**
 * The Schemathesis program in a Python environment of its own below the cache, made when it is missing.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} path of the program
 */
export async function ensureSchemathesis(env) {
  const folder = join(findPlaces(env).cacheFolder, "schemathesis");
  const program = join(folder, "bin", "schemathesis");
  if (existsSync(program) && (await runCommand(program, ["--version"], { env })).ok) return program;

  say("installing from PyPI (about a minute)…");
  rmSync(folder, { recursive: true, force: true });
  await orRefuse(
    "python3 could not make a virtual environment",
    runCommand("python3", ["-m", "venv", folder], { env }),
  );
  const args = ["install", "--quiet", "--disable-pip-version-check", REQUIREMENT];
  await orRefuse(
    "pip failed",
    whileTelling(say, "installing", runCommand(join(folder, "bin", "pip"), args, { env })),
    folder,
  );
  return program;
}

async function orRefuse(what, running, folder) {
  const { ok, tail } = await running;
  if (ok) return;
  if (folder) rmSync(folder, { recursive: true, force: true });
  throw new SetupError(STEP, `${what}: ${tail.split("\n").at(-1)}`, REMEDY);
}

function say(text) {
  process.stdout.write(`${STEP}: ${text}\n`);
}

import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { goEnvironment } from "./child-environment.mjs";
import { runCommand } from "./run-command.mjs";
import { findAllOnPath } from "./search-path.mjs";
import { SetupError } from "./setup-error.mjs";

const BUILD_REMEDY =
  "check the connection to the Go module proxy and free disk space (about 2 GB), then run the same command again: what is built already is kept";

/**
 * Builds one pinned Go program under a temporary name and renames it, so that an interrupted build is simply done again.
 * The flags decide the checksum of the program; they are the same on every machine.
 *
 * @param {string} step name of the step that wants it
 * @param {{ folder: string, package: string, ldflags: string }} pin
 * @param {string} target path of the program to be
 */
export async function buildGo(context, step, pin, target) {
  const go = await findGo(context, step);
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), ".partial-"));
  const partial = join(folder, "program");
  try {
    const args = ["build", "-trimpath", "-buildvcs=false", `-ldflags=${pin.ldflags}`, "-o", partial, pin.package];
    const run = await runCommand(go, args, {
      cwd: join(context.places.checkout, "tools", pin.folder),
      env: goEnvironment(context.env, context.places.cacheFolder),
      logFile: context.logFile(pin.folder),
    });
    if (!run.ok) throw new SetupError(step, `go build of ${pin.package} failed: ${run.tail}`, BUILD_REMEDY);
    renameSync(partial, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function findGo(context, step) {
  const [go] = findAllOnPath("go", context.env);
  if (go) return go;
  throw new SetupError(
    step,
    "Go is not on PATH, and it is needed to build what cannot be downloaded here",
    remedyFor(step),
  );
}

function remedyFor(step) {
  const go = "install Go 1.26.6 or newer and put it on PATH";
  if (step === "engine")
    return `install Terraform (1.9 or newer) or OpenTofu (1.8 or newer), or set TWINSTACK_ENGINE to its path, or ${go}`;
  return `${go}, or use a network where the provider registry answers (TWINSTACK_PROVIDERS=registry)`;
}

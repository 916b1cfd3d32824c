import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { goEnvironment } from "./child-environment.mjs";
import { OLDEST_ENGINE } from "./pins.mjs";
import { runCommand } from "./run-command.mjs";
import { findAllOnPath } from "./search-path.mjs";
import { SetupError } from "./setup-error.mjs";
import { sweepPartials } from "./sweep-partials.mjs";
import { isAtLeast } from "./version-order.mjs";
import { whileTelling } from "./while-telling.mjs";

const BUILD_REMEDY =
  "check the connection to the Go module proxy and free disk space (about 2 GB), then run the same command again: what is built already is kept";

/**
 * Builds one pinned Go program beside the cache and renames it, so that an interrupted build is simply done again.
 * The flags decide the checksum of the program; they are the same on every machine.
 *
 * @param {string} step name of the step that wants it
 * @param {{ name: string, version: string, folder: string, package: string, ldflags: string }} pin
 * @param {string} target path of the program to be
 */
export async function buildGo(context, step, pin, target) {
  const source = join(context.places.checkout, "tools", pin.folder);
  const env = goEnvironment(context.env, context.places.cacheFolder);
  const go = await findGo(step, source, env);
  const folder = makePartial(context);
  try {
    const partial = join(folder, "program");
    const args = ["build", "-trimpath", "-buildvcs=false", `-ldflags=${pin.ldflags}`, "-o", partial, pin.package];
    const building = runCommand(go, args, { cwd: source, env, logFile: context.logFile(pin.folder) });
    const run = await whileTelling(context.report, `building ${pin.name} ${pin.version}`, building);
    if (!run.ok) throw new SetupError(step, `go build of ${pin.name} ${pin.version} failed: ${run.tail}`, BUILD_REMEDY);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(partial, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Never inside the mirror: the engines hash everything that lies beside a provider. */
function makePartial({ places }) {
  const shelf = join(places.cacheFolder, "building");
  mkdirSync(shelf, { recursive: true });
  sweepPartials(shelf);
  return mkdtempSync(join(shelf, ".partial-"));
}

async function findGo(step, source, env) {
  const needed = /^go (\S+)/m.exec(readFileSync(join(source, "go.mod"), "utf8"))?.[1] ?? "1.26";
  const [go] = findAllOnPath("go", env);
  if (!go)
    throw new SetupError(step, "Go is not on PATH, and nothing else provides this here", remedyFor(step, needed));
  const run = await runCommand(go, ["version"], { env, timeoutMs: 20_000 });
  const version = /go(\d+\.\d+(\.\d+)?)/.exec(run.stdout)?.[1];
  if (version && isAtLeast(version, needed)) return go;
  const cause = version
    ? `${go} is Go ${version}, older than ${needed}`
    : `${go} does not answer "version": ${run.tail}`;
  throw new SetupError(step, cause, remedyFor(step, needed));
}

function remedyFor(step, needed) {
  const go = `install Go ${needed} or newer and put it on PATH`;
  if (step !== "engine") return `${go}, or use a network where the provider registry answers`;
  const { terraform, opentofu } = OLDEST_ENGINE;
  return `install Terraform (${terraform} or newer) or OpenTofu (${opentofu} or newer), or set TWINSTACK_ENGINE to its path, or ${go}`;
}

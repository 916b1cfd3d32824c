import { execFile } from "node:child_process";
import { access, mkdir, rename } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const SOURCE = resolve(import.meta.dirname, "../../tools/helm");
const VERSION = "3.22.0";
/** A first build on a cold machine. */
const BUILD_MS = 900_000;

/** Helm on PATH, else the pinned one, built once into the cache by the Go of this machine. */
export async function findHelm(): Promise<string> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    if (folder !== "" && (await isThere(join(folder, "helm")))) return join(folder, "helm");
  }
  const cache = process.env["TWINSTACK_CACHE"] || join(process.env["HOME"] || homedir(), ".cache", "twinstack");
  const helm = join(cache, "helm", VERSION, "helm");
  if (await isThere(helm)) return helm;
  await mkdir(join(cache, "helm", VERSION), { recursive: true });
  const draft = `${helm}.${process.pid}`;
  await run("go", ["build", "-buildvcs=false", "-o", draft, "helm.sh/helm/v3/cmd/helm"], {
    cwd: SOURCE,
    timeout: BUILD_MS,
  });
  await rename(draft, helm);
  return helm;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

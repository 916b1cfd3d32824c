import { existsSync } from "node:fs";
import { runCommand } from "./run-command.mjs";
import { findAllOnPath } from "./search-path.mjs";

const TRIAL = ["--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "--proc", "/proc", "--", "/bin/true"];

/**
 * Whether engines can run in a sandbox of their own. It is a package of the system, which only an administrator installs,
 * so set-up names it and goes on: one local user does without, a service for many refuses runs (docs/engine-sandbox.md).
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ ok: true, summary: string } | { ok: false, cause: string }>}
 */
export async function lookForSandbox(env) {
  if (process.platform !== "linux") return { ok: false, cause: "bubblewrap needs Linux" };
  const [program] = findAllOnPath("bwrap", env);
  if (program === undefined) {
    return { ok: false, cause: `not installed; only a service for many needs it: ${installCommand()}` };
  }
  const run = await runCommand(program, TRIAL, { env, timeoutMs: 20_000 });
  if (!run.ok) return { ok: false, cause: `${program} does not work here (docs/engine-sandbox.md): ${run.tail}` };
  return { ok: true, summary: `bubblewrap (${program})` };
}

function installCommand() {
  const asRoot = process.getuid?.() === 0 ? "" : "sudo ";
  return existsSync("/usr/bin/apt-get") ? `${asRoot}apt-get install bubblewrap` : "install the package bubblewrap";
}

import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);
const PATIENCE_MS = 20_000;

/**
 * Makes sure that no server uses the cluster: one that outlived its service is stopped,
 * and a `postmaster.pid` whose number now belongs to another program is removed.
 */
export async function freeClusterFolder(cluster: string): Promise<void> {
  const pid = await postmasterPid(cluster);
  if (pid === null) return;
  const deadline = Date.now() + PATIENCE_MS;
  let signal: NodeJS.Signals = "SIGINT";
  while (await isPostgres(pid)) {
    if (Date.now() > deadline) signal = "SIGQUIT";
    signalIfThere(pid, signal);
    await sleep(100);
  }
  await rm(join(cluster, "postmaster.pid"), { force: true });
}

async function postmasterPid(cluster: string): Promise<number | null> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

async function isPostgres(pid: number): Promise<boolean> {
  return (await programOf(pid)).includes("postgres");
}

/** Linux tells without another program; elsewhere `ps` does. A zombie has no command line and counts as ended. */
async function programOf(pid: number): Promise<string> {
  if (process.platform === "linux") return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const listed = await execute("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return listed.stdout;
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between looking and signalling, which is what was wanted.
  }
}

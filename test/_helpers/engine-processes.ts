import { readdir, readFile } from "node:fs/promises";

/** Process numbers of the engines and providers that a process started, directly or through others. */
export async function engineProcesses(root: number, name = "terraform"): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  const names = new Map<number, string>();
  for (const entry of await readdir("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    const [, comm, parent] = /\((.*)\) \S (\d+)/.exec(stat) ?? [];
    if (comm === undefined) continue;
    parents.set(pid, Number(parent));
    names.set(pid, comm);
  }
  const belongs = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent === root || (parent !== undefined && parent > 1 && belongs(parent));
  };
  return [...names].filter(([pid, comm]) => comm.startsWith(name) && belongs(pid)).map(([pid]) => pid);
}

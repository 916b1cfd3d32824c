import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Folders of the kernel in which this service may make a group for an engine. */
export interface ControlGroups {
  /** Puts a process, and all that it will start, into a bounded group of its own. */
  add(name: string, pid: number): Promise<void>;
  /** Removes the group once everything in it has ended. */
  remove(name: string): Promise<void>;
  readonly bounds: readonly ("processes" | "memory")[];
}

export interface GroupLimits {
  readonly processes: number;
  readonly memoryBytes: number;
}

interface Base {
  readonly folder: string;
  readonly bound: "processes" | "memory" | "both";
  readonly settings: readonly (readonly [file: string, value: string])[];
}

const PREFIX = "twinstack-engine-";
const REMOVE_TRIES = 40;
const REMOVE_PAUSE_MS = 25;

/** Null where the kernel's control groups are not ours to divide, as in most containers. */
export async function findControlGroups(limits: GroupLimits): Promise<ControlGroups | null> {
  const own = await ownGroups();
  const candidates = [...first(own, limits), ...second(own, limits)];
  const bases: Base[] = [];
  for (const base of candidates) {
    if (bases.some(({ bound }) => bound === base.bound || bound === "both")) continue;
    if (await works(base)) bases.push(base);
  }
  if (bases.length === 0) return null;
  await sweep(bases);
  return {
    bounds: bases.flatMap(({ bound }) => (bound === "both" ? (["processes", "memory"] as const) : [bound])),
    async add(name, pid) {
      for (const base of bases) await joinGroup(base, name, pid);
    },
    async remove(name) {
      for (const base of bases) await removeGroup(join(base.folder, PREFIX + name));
    },
  };
}

/** Own place in every hierarchy: controllers → path. The unified hierarchy has no controller's name. */
async function ownGroups(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile("/proc/self/cgroup", "utf8").catch(() => "");
  const lines = text.split("\n").map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
  return new Map(lines.flatMap((found) => (found === null ? [] : [[found[1] ?? "", found[2] ?? "/"] as const])));
}

function first(own: ReadonlyMap<string, string>, limits: GroupLimits): readonly Base[] {
  const pids = own.get("pids");
  const memory = own.get("memory");
  return [
    ...(pids === undefined
      ? []
      : [
          {
            folder: join("/sys/fs/cgroup/pids", pids),
            bound: "processes" as const,
            settings: [["pids.max", String(limits.processes)]] as const,
          },
        ]),
    ...(memory === undefined
      ? []
      : [
          {
            folder: join("/sys/fs/cgroup/memory", memory),
            bound: "memory" as const,
            settings: [["memory.limit_in_bytes", String(limits.memoryBytes)]] as const,
          },
        ]),
  ];
}

/** A group that holds processes cannot be divided, so the service must sit in a child (systemd: DelegateSubgroup=). */
function second(own: ReadonlyMap<string, string>, limits: GroupLimits): readonly Base[] {
  const path = own.get("");
  if (path === undefined || path === "/") return [];
  const settings = [
    ["pids.max", String(limits.processes)],
    ["memory.max", String(limits.memoryBytes)],
  ] as const;
  return [{ folder: join("/sys/fs/cgroup", dirname(path)), bound: "both", settings }];
}

async function works(base: Base): Promise<boolean> {
  const trial = join(base.folder, `${PREFIX}trial-${process.pid}`);
  try {
    if (base.bound === "both") await writeFile(join(base.folder, "cgroup.subtree_control"), "+pids +memory");
    await make(base, trial);
    return true;
  } catch {
    return false;
  } finally {
    await rmdir(trial).catch(() => undefined);
  }
}

async function make(base: Base, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [file, value] of base.settings) await writeFile(join(folder, file), value);
}

/** A sweep of another service may remove a group that is still empty; the second time it is not. */
async function joinGroup(base: Base, name: string, pid: number): Promise<void> {
  const folder = join(base.folder, PREFIX + name);
  const enter = async () => {
    await make(base, folder);
    await writeFile(join(folder, "cgroup.procs"), String(pid));
  };
  await enter().catch(enter);
}

/** The kernel counts ended processes for a moment. What stays is swept at the next start. */
async function removeGroup(folder: string): Promise<void> {
  for (let tries = 0; tries < REMOVE_TRIES; tries += 1) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      if (!isBusy(error)) return;
      await sleep(REMOVE_PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "EBUSY";
}

/** Groups of engines that outlived their service. The kernel refuses to remove one that is in use. */
async function sweep(bases: readonly Base[]): Promise<void> {
  for (const { folder } of bases) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => one.startsWith(PREFIX)))
      await rmdir(join(folder, name)).catch(() => undefined);
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { effect } from "../../kernel/effect.ts";

/** In the working directory of an engine that may outlive its service: which process it is. */
export const PID_FILE = "engine.pid";

const EngineRecord = z.object({
  /** The engine, or the first process of its jail: when that ends, everything in the jail is ended with it. */
  pid: z.int().min(2),
  /** When it was born, in ticks since the machine started; null where the system does not tell. */
  born: z.string().nullable(),
  jailed: z.boolean(),
});
/** A process number alone may be reused; with its birth it names one process. */
export type EngineRecord = z.infer<typeof EngineRecord>;

export function recordOf(pid: number, jailed: boolean): EngineRecord {
  return { pid, born: bornAt(pid), jailed };
}

/** Appears whole: half of a record would read as no engine. */
export async function writeRecord(folder: string, record: EngineRecord): Promise<void> {
  const [draft, file] = [join(folder, `${PID_FILE}.draft`), join(folder, PID_FILE)];
  await effect("file: engine record", async () => {
    await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
    await rename(draft, file);
  });
}

/** The engine that still works in the folder; null when there is none. */
export async function engineIn(folder: string): Promise<EngineRecord | null> {
  const text = await readFile(join(folder, PID_FILE), "utf8").catch(() => "");
  const record = text === "" ? null : EngineRecord.parse(JSON.parse(text));
  return record !== null && isAlive(record) ? record : null;
}

/** Tells the engine itself and not its providers, which it still needs to finish its calls. */
export function signalEngine(record: EngineRecord, signal: NodeJS.Signals): void {
  if (!isAlive(record)) return;
  if (record.jailed) for (const pid of childrenOf([record.pid])) signalOne(pid, signal);
  else signalOne(record.pid, signal);
}

/** Tells the engine and everything it started. The jail's first process hears nothing but SIGKILL, and so stays to watch. */
export function signalAll(record: EngineRecord, signal: NodeJS.Signals): void {
  if (!isAlive(record)) return;
  if (!record.jailed) signalOne(-record.pid, signal);
  else if (signal === "SIGKILL") signalOne(record.pid, signal);
  else for (const pid of descendantsOf(record.pid)) signalOne(pid, signal);
}

export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has already gone.
  }
}

function isAlive({ pid, born }: EngineRecord): boolean {
  if (process.platform === "linux") return born !== null && bornAt(pid) === born;
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Null for a process that is gone, and for one that has ended and only waits to be noticed. */
function bornAt(pid: number): string | null {
  const stat = statOf(pid);
  return stat === null || stat.state === "Z" ? null : stat.born;
}

function descendantsOf(pid: number): readonly number[] {
  const found: number[] = [];
  for (let next = childrenOf([pid]); next.length > 0; next = childrenOf(next)) found.push(...next);
  return found;
}

/** Read from every process, because few kernels are built with the list of children. Synchronous: it serves the very end of a service too. */
function childrenOf(parents: readonly number[]): readonly number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => parents.includes(statOf(pid)?.parent ?? 0));
}

/** Fields 3, 4 and 22 of /proc/<pid>/stat; the second may hold spaces and brackets. */
function statOf(pid: number): { readonly state: string; readonly parent: number; readonly born: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [state, parent, born] = [fields[0], fields[1], fields[19]];
    return state === undefined || born === undefined ? null : { state, parent: Number(parent), born };
  } catch {
    return null;
  }
}

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** One cloud's whole state, in memory, mirrored to one JSON file. */
export interface Store<State> {
  readonly state: State;
  /** Says that the state changed; it is on disk at most `delayMs` later. */
  changed(): void;
  /** Resolves once everything said so far is on disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions<State> {
  /** Absent: the state lives in memory only. */
  readonly file?: string | undefined;
  readonly initial: () => State;
  readonly delayMs?: number;
}

/** Opens the state file, or starts from the initial state when there is none. */
export function openStore<State>(options: StoreOptions<State>): Store<State> {
  const { file, delayMs = 50 } = options;
  const state =
    file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as State) : options.initial();
  let timer: NodeJS.Timeout | undefined;
  let dirty = file !== undefined && !existsSync(file);
  let writing: Promise<void> = Promise.resolve();

  if (file !== undefined) mkdirSync(dirname(file), { recursive: true });

  function changed(): void {
    if (file === undefined) return;
    dirty = true;
    timer ??= setTimeout(writeSoon, delayMs);
  }

  /** A full disk must not end the cloud: the state stays in memory and the next change tries again. */
  function writeSoon(): void {
    flush().catch((error: unknown) => process.stderr.write(`sandbox: the state is not on disk: ${String(error)}\n`));
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    // Chained, so that two flushes never race for the temporary file.
    const written = writing.then(write);
    writing = written.catch(() => undefined);
    return written;
  }

  async function write(): Promise<void> {
    if (file === undefined || !dirty) return;
    dirty = false;
    const temporary = `${file}.new`;
    try {
      await writeFile(temporary, JSON.stringify(state));
      await rename(temporary, file);
    } catch (error) {
      dirty = true;
      throw error;
    }
  }

  return { state, changed, flush, close: flush };
}

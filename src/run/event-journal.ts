import { type Pause, persist } from "./persist.ts";
import type { NewRunEvent, RunStore } from "./ports.ts";

export interface EventJournal {
  readonly add: (event: NewRunEvent) => void;
  /** Resolves when everything added so far is stored. */
  flush(): Promise<void>;
}

/** Events of one write: what PostgreSQL takes at once without making others wait. */
const BATCH = 500;
/** Events that may wait while the database is slow or away; beyond them log lines are left out, and only those. */
const MOST_WAITING = 5_000;

/**
 * Writes events in order as they come: the first goes out at once, those that arrive during a write share the next ones.
 * A write that fails is tried again before what followed, so that a database restart loses no line. A flood cannot fill
 * the memory: the middle of it is left out, says so, and takes no step of the run with it.
 */
export function makeEventJournal(store: Pick<RunStore, "appendEvents">, runId: string, pause: Pause): EventJournal {
  let waiting: NewRunEvent[] = [];
  let leftOut = 0;
  let writing: Promise<void> | null = null;

  function accept(event: NewRunEvent): void {
    if (waiting.length >= MOST_WAITING && event.kind === "log") {
      leftOut += 1;
      return;
    }
    if (leftOut > 0 && waiting.length < MOST_WAITING) tellLeftOut(event);
    waiting.push(event);
  }

  function tellLeftOut({ at, phase }: NewRunEvent): void {
    const text = `… ${leftOut} lines were left out: they came faster than they could be stored …`;
    waiting.push({ at, kind: "log", phase, text, progress: null });
    leftOut = 0;
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      try {
        // As patient as the note of the end: a finished run has its whole log.
        await persist(() => store.appendEvents(runId, batch), pause);
      } catch {
        return;
      }
      waiting = waiting.slice(batch.length);
    }
  }

  function start(): Promise<void> {
    writing ??= drain().finally(() => {
      writing = null;
    });
    return writing;
  }

  return {
    add(event) {
      accept(event);
      void start();
    },
    async flush() {
      await writing;
      if (waiting.length > 0) await start();
    },
  };
}

import type { Pause } from "./persist.ts";
import type { NewRunEvent, RunStore } from "./ports.ts";

export interface EventJournal {
  readonly add: (event: NewRunEvent) => void;
  /** Resolves when everything added so far is stored. */
  flush(): Promise<void>;
}

/**
 * Writes events in order as they come: the first goes out at once, those that arrive during a write share the next one.
 * A write that fails is tried again together with what followed, so that a database restart loses no line.
 */
export function makeEventJournal(store: Pick<RunStore, "appendEvents">, runId: string, pause: Pause): EventJournal {
  let waiting: NewRunEvent[] = [];
  let writing: Promise<void> | null = null;

  async function drain(): Promise<void> {
    let failures = 0;
    while (waiting.length > 0 && failures < MAX_FAILURES) {
      const batch = waiting;
      waiting = [];
      try {
        await store.appendEvents(runId, batch);
        failures = 0;
      } catch {
        failures += 1;
        waiting = [...batch, ...waiting];
        await pause(RETRY_MS * failures);
      }
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
      waiting.push(event);
      void start();
    },
    async flush() {
      await writing;
      if (waiting.length > 0) await start();
    },
  };
}

const MAX_FAILURES = 8;
const RETRY_MS = 250;

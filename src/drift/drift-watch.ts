import type { Timers } from "../kernel/timers.ts";
import type { DriftStore, DueSite } from "./ports.ts";

export interface DriftWatchPorts {
  readonly store: Pick<DriftStore, "takeDue">;
  readonly check: (due: readonly DueSite[], signal: AbortSignal) => Promise<void>;
  readonly timers: Pick<Timers, "every">;
  /** Null: sites are looked at only when somebody asks. */
  readonly intervalSeconds: number | null;
  readonly pollMs?: number;
  readonly onError?: (error: unknown) => void;
}

const POLL_MS = 2_000;
/** So many sites are compared with one listing; the next ones get a newer one. */
const SITES_AT_ONCE = 200;
/** A dead worker's sites are looked at by another one after this. */
const HOLD_SECONDS = 900;

/** Looks at sites as their time comes, wherever runs are worked on. */
export function makeDriftWatch(ports: DriftWatchPorts) {
  const { store, check, timers, intervalSeconds, pollMs = POLL_MS } = ports;
  let forget: (() => void) | null = null;
  let working: Promise<void> | null = null;
  let stopping = new AbortController();

  async function work(): Promise<void> {
    try {
      while (forget !== null) {
        const due = await store.takeDue({ intervalSeconds, limit: SITES_AT_ONCE, holdSeconds: HOLD_SECONDS });
        if (due.length === 0) return;
        await check(due, stopping.signal);
      }
    } catch (error) {
      ports.onError?.(error);
    }
  }

  return {
    start(): void {
      stopping = new AbortController();
      forget ??= timers.every(pollMs, () => {
        working ??= work().finally(() => {
          working = null;
        });
      });
    },
    async stop(): Promise<void> {
      forget?.();
      forget = null;
      stopping.abort();
      await working;
    },
  };
}

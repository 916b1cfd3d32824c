import type { Timers } from "../kernel/timers.ts";
import type { ScheduleStore } from "./ports.ts";

export interface SchedulerPorts {
  readonly store: Pick<ScheduleStore, "takeDue">;
  readonly tend: (workspaceId: string) => Promise<void>;
  readonly timers: Pick<Timers, "every">;
  readonly pollMs?: number;
  readonly onError?: (error: unknown) => void;
}

const POLL_MS = 1_000;
/** Looks are short; whoever comes later is found by another worker, or in a second. */
const AT_ONCE = 20;
/** A dead worker's workspace is looked at by another one after this. */
const HOLD_SECONDS = 30;

/** Tends workspaces as their turn comes, wherever runs are worked on. */
export function makeScheduler({ store, tend, timers, pollMs = POLL_MS, onError }: SchedulerPorts) {
  let forget: (() => void) | null = null;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    try {
      const due = await store.takeDue(AT_ONCE, HOLD_SECONDS);
      // One that cannot be tended is looked at again when its hold ends, and holds nobody up.
      await Promise.all(due.map((workspaceId) => tend(workspaceId).catch((error: unknown) => onError?.(error))));
    } catch (error) {
      onError?.(error);
    }
  }

  return {
    start(): void {
      forget ??= timers.every(pollMs, () => {
        working ??= work().finally(() => {
          working = null;
        });
      });
    },
    async stop(): Promise<void> {
      forget?.();
      forget = null;
      await working;
    },
  };
}

import { setTimeout as wait } from "node:timers/promises";

/** Ends early, without an error, when the signal fires: the caller looks at the signal next. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal === undefined ? { ref: true } : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

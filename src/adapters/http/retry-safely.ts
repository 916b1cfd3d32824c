/** Waiting and chance are passed in, so that tests neither wait nor guess. */
export interface RetryTools {
  pause(ms: number, signal: AbortSignal | undefined): Promise<void>;
  /** 0 ≤ n < 1. */
  random(): number;
}

export interface Attempt<T> {
  readonly value: T;
  /** Null when the value is final; otherwise why to try again and how long the other side asked to wait. */
  readonly again: { readonly afterMs: number | null } | null;
}

const ATTEMPTS = 3;
const BASE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** Repeats what may be repeated, with growing pauses and full jitter, so that many clients do not return in step. */
export async function retrySafely<T>(
  attempt: () => Promise<Attempt<T>>,
  tools: RetryTools,
  signal?: AbortSignal,
): Promise<T> {
  for (let count = 1; ; count++) {
    const { value, again } = await attempt();
    if (again === null || count >= ATTEMPTS || signal?.aborted === true) return value;
    const jittered = tools.random() * BASE_MS * 2 ** count;
    await tools.pause(Math.min(again.afterMs ?? jittered, LONGEST_PAUSE_MS), signal);
  }
}

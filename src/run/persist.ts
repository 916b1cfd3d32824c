import { AppError } from "../kernel/app-error.ts";
import type { Timers } from "../kernel/timers.ts";

export type Pause = Timers["pause"];

const ATTEMPTS = 25;
const FIRST_PAUSE_MS = 100;

/**
 * Tries a write until the database answers, about two minutes in all: as long as a worker holds on to its claim without
 * a word from the database (watch-claim.ts), so that the end of an apply is noted whenever it still can be. What the
 * store refuses on purpose is not tried again: the refusal is the answer.
 */
export async function persist<T>(write: (attempt: number) => Promise<T>, pause: Pause): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await write(attempt);
    } catch (error) {
      const final = error instanceof AppError && error.code !== "database-unavailable";
      if (final || attempt >= ATTEMPTS) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** Math.min(attempt, 6));
    }
  }
}

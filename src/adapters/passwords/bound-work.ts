import { AppError } from "../../kernel/app-error.ts";

export interface Bounds {
  readonly atOnce: number;
  readonly line: number;
}

const RETRY_AFTER_SECONDS = 5;

/**
 * Lets at most `atOnce` pieces of work run and at most `line` wait for their turn, first come, first served.
 *
 * @throws AppError `overloaded` for the one too many, before anything of it begins
 */
export function boundWork({ atOnce, line }: Bounds): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (waiting.length >= line) {
      throw new AppError("overloaded", "Too many passwords are being checked at this moment.", {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    // Whoever ends hands its place on, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  return async (work) => {
    await turn();
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** `npm` and the terminal may both pass one Ctrl-C on; a person's second one comes later than this. */
const SAME_SIGNAL_MS = 500;

export interface Stopping {
  /** At the first signal; the process ends with 0 after it. */
  stop(): Promise<void>;
  /** At the second: what still works is interrupted, and saves what it has. */
  hurry(): void;
}

/** Ends the process in good order; a third signal ends it at once. */
export function onStopSignal({ stop, hurry }: Stopping): void {
  let heardAt = 0;
  let count = 0;
  const heard = (): void => {
    if (count > 0 && Date.now() - heardAt <= SAME_SIGNAL_MS) return;
    heardAt = Date.now();
    count += 1;
    if (count === 1) {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
          process.exit(1);
        },
      );
    } else if (count === 2) hurry();
    else process.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, heard);
}

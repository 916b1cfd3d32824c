/** `npm` and the terminal may both pass one Ctrl-C on; a person's second one comes later than this. */
const SAME_SIGNAL_MS = 500;

/** Calls `stop` at the first signal and ends the process with 0 after it; a second signal ends it at once. */
export function onStopSignal(stop: () => Promise<void>): void {
  let first = 0;
  const heard = (): void => {
    if (first === 0) {
      first = Date.now();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
          process.exit(1);
        },
      );
    } else if (Date.now() - first > SAME_SIGNAL_MS) {
      process.exit(130);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, heard);
}

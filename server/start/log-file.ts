import { openSync, writeSync } from "node:fs";

/**
 * The service's log, for its owner alone. What cannot be written is left out: a full disk must not end the service, nor
 * the request that was to be noted.
 */
export function openLogFile(path: string): { write(line: string): void } {
  const file = openSync(path, "a", 0o600);
  return {
    write(line) {
      try {
        writeSync(file, line);
      } catch {
        // There is nowhere to say so.
      }
    },
  };
}

import { Readable } from "node:stream";
import type { ConnectionStep } from "../src/contract/index.ts";

/**
 * One line of JSON for each step as it ends, and `{"end":true}` behind the last: a stream without it broke off.
 *
 * @param work does all steps and tells of each; begun at once, so that it acts for the account of the request
 */
export function streamSteps(work: (onStep: (step: ConnectionStep) => void) => Promise<unknown>): Readable {
  // Whoever goes away stops reading; the test goes on to its end, for its outcome is noted on the cloud.
  const lines = new Readable({ read: () => undefined });
  const write = (line: object): void => {
    if (!lines.destroyed) lines.push(`${JSON.stringify(line)}\n`);
  };
  work((step) => write({ step })).then(
    () => {
      write({ end: true });
      lines.push(null);
    },
    (error: unknown) => lines.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return lines;
}

import type { AccountEvent } from "../../src/contract/index.ts";
import { openStream } from "./call.ts";
import { pause, readBlocks } from "./event-blocks.ts";
import { ProblemError } from "./problem-error.ts";

export interface AccountFollower {
  readonly onEvent: (event: AccountEvent) => void;
  /** Something may have been missed: everything is read again. */
  readonly onGap: () => void;
  /** false: the connection is gone for the moment; the next try comes by itself. */
  readonly onConnected: (connected: boolean) => void;
}

const LONGEST_WAIT_MS = 15_000;

/**
 * Hears what changes in the account acted for, until the signal fires or the service refuses.
 *
 * @param place where to go on; null: from now on
 * @returns the place up to which everything was heard
 */
export async function followAccount(
  place: string | null,
  follower: AccountFollower,
  signal: AbortSignal,
): Promise<string | null> {
  let last = place;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const headers = { accept: "text/event-stream", ...(last !== null && { "last-event-id": last }) };
      const response = await openStream("/events", { headers, signal });
      failures = 0;
      if (last !== null) follower.onConnected(true);
      for await (const { id, event, payload } of readBlocks(response)) {
        last = id ?? last;
        follower.onConnected(true);
        if (event === "ready" || event === "reset") follower.onGap();
        else follower.onEvent(JSON.parse(payload) as AccountEvent);
      }
    } catch (error) {
      if (signal.aborted) return last;
      if (error instanceof ProblemError && error.problem.status < 500 && error.problem.status !== 429) {
        follower.onConnected(false);
        return last;
      }
    }
    if (signal.aborted) return last;
    follower.onConnected(false);
    failures += 1;
    await pause(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures), signal);
  }
  return last;
}

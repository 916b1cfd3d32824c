import type { RunEvent } from "../../src/contract/index.ts";
import { openStream } from "./call.ts";
import { pause, readBlocks } from "./event-blocks.ts";
import { ProblemError } from "./problem-error.ts";

export interface RunFollower {
  readonly onEvent: (event: RunEvent) => void;
  /** false: the connection is gone for the moment; the next try comes by itself. */
  readonly onConnected: (connected: boolean) => void;
  /** The run is finished and everything it wrote was read. */
  readonly onEnd: () => void;
}

const LONGEST_WAIT_MS = 10_000;

/**
 * Reads a run's log as it grows, from its beginning, and goes on behind the last line whenever the connection breaks.
 * Ends when the run has, when the service refuses, or by the signal.
 */
export async function followRun(runId: string, follower: RunFollower, signal: AbortSignal): Promise<void> {
  let last = 0;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const headers = { accept: "text/event-stream", ...(last > 0 && { "last-event-id": String(last) }) };
      const response = await openStream(`/runs/${runId}/events`, { headers, signal });
      follower.onConnected(true);
      failures = 0;
      for await (const { event, payload } of readBlocks(response)) {
        if (event === "end") return follower.onEnd();
        const read = JSON.parse(payload) as RunEvent;
        last = read.sequence;
        follower.onEvent(read);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ProblemError && error.problem.status < 500) return;
    }
    follower.onConnected(false);
    failures += 1;
    await pause(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures), signal);
  }
}

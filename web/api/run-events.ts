import type { RunEvent } from "../../src/contract/index.ts";
import { openStream } from "./call.ts";
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

interface Block {
  readonly event: string;
  readonly payload: string;
}

/** Blocks of `field: value` lines, each ended by an empty line (HTML Living Standard §9.2). */
async function* readBlocks(response: Response): AsyncGenerator<Block> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let pending = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = `${pending}${value}`.split(/\r?\n\r?\n/);
      pending = blocks.pop() ?? "";
      for (const block of blocks) {
        const parsed = parseBlock(block);
        if (parsed.payload !== "") yield parsed;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A comment, such as a heartbeat, has no payload. */
export function parseBlock(block: string): Block {
  let event = "message";
  const payload: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const field = /^(event|data): ?(.*)$/.exec(line);
    if (field?.[1] === "event") event = field[2] ?? "";
    else if (field?.[1] === "data") payload.push(field[2] ?? "");
  }
  return { event, payload: payload.join("\n") };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

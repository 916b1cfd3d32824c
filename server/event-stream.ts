import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";

/** Begins an answer of server-sent events; the answer is a signal that fires when its reader is gone. */
export function beginEventStream(reply: FastifyReply, greeting: string): AbortSignal {
  reply.hijack();
  const out = reply.raw;
  const gone = new AbortController();
  out.on("close", () => gone.abort());
  // A broken connection is the reader's way of leaving, not a failure of ours.
  out.on("error", () => gone.abort());
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) out.setHeader(name, value);
  out.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
  out.write(`: ${greeting}\nretry: 1000\n\n`);
  return gone.signal;
}

/** A slow reader slows the reading down instead of filling the memory. */
export async function writeInTime(out: ServerResponse, text: string, stop: AbortSignal): Promise<void> {
  if (stop.aborted || out.write(text)) return;
  await once(out, "drain", { signal: stop }).catch(() => undefined);
}

/** Remembers a ring that comes while nobody waits. */
export function makeBell(stop: AbortSignal) {
  let rung = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  stop.addEventListener("abort", ring, { once: true });
  return {
    ring,
    async heard(patienceMs: number): Promise<boolean> {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, patienceMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const heard = rung;
      rung = false;
      wake = undefined;
      return heard;
    },
  };
}

/** So long a stream may go on after its reader lost the right to it; a busy one asks no more often. */
const ASK_AGAIN_MS = 1_000;
/** A quiet stream looks after so long, at the latest. */
export const QUIET_MS = 5_000;

/** Asks again and again whether the reader still may, and tells a reader who may not any more. */
export function makeRightToRead(out: ServerResponse, mayGoOn: () => Promise<boolean>) {
  let askedAt = Date.now();
  return async function mayStillRead(): Promise<boolean> {
    if (Date.now() - askedAt < ASK_AGAIN_MS) return true;
    const may = await mayGoOn();
    // A client that comes again hears from the route itself why it may not.
    if (!may) out.write(": you may no longer read this\n\n");
    askedAt = Date.now();
    return may;
  };
}

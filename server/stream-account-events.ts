import type { FastifyReply, FastifyRequest } from "fastify";
import type { AccountEventHub, AccountListening } from "./account-event-hub.ts";
import { beginEventStream, makeBell, writeInTime } from "./event-stream.ts";

/** So long a stream may go on after its reader lost the right to it; a busy account asks no more often. */
const ASK_AGAIN_MS = 1_000;
const QUIET_MS = 5_000;
/** Whoever reads nothing for so long has gone without saying so. */
const DRAIN_MS = 60_000;

export interface AccountEventStream {
  readonly hub: AccountEventHub;
  readonly accountId: string;
  /** Null: from now on. */
  readonly after: string | null;
  readonly heartbeatMs: number;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly mayGoOn: () => Promise<boolean>;
  /** Aborts when the service ends. */
  readonly closing: AbortSignal;
}

/**
 * Writes what changes in an account until the reader leaves or may no longer read. `ready` says where the stream begins,
 * `reset` that something may have been missed; both carry a place from which one can go on later.
 */
export async function streamAccountEvents(stream: AccountEventStream): Promise<void> {
  const { reply, request, closing } = stream;
  const stop = AbortSignal.any([beginEventStream(reply, "what changes in one account"), closing]);
  const bell = makeBell(stop);
  const listening = stream.hub.listen(stream.accountId, bell.ring);
  try {
    await Promise.race([listening.ready, bell.heard(QUIET_MS)]);
    await follow(stream, listening, bell, stop);
  } catch (error) {
    request.log.warn({ err: error }, "event stream ended early");
  } finally {
    listening.stop();
  }
  reply.raw.end();
}

async function follow(
  stream: AccountEventStream,
  listening: AccountListening,
  bell: ReturnType<typeof makeBell>,
  stop: AbortSignal,
): Promise<void> {
  const out = stream.reply.raw;
  const write = (text: string) => writeInTime(out, text, AbortSignal.any([stop, AbortSignal.timeout(DRAIN_MS)]));
  let place = stream.after;
  let askedAt = Date.now();
  if (place === null) {
    place = listening.since(null).last;
    await write(block("ready", place, {}));
  }
  while (!stop.aborted && !(out.writableNeedDrain && out.writableLength > 0)) {
    if (Date.now() - askedAt >= ASK_AGAIN_MS) {
      if (!(await stream.mayGoOn())) {
        // A client that comes again hears from the route itself why it may not.
        out.write(": you may no longer read this\n\n");
        return;
      }
      askedAt = Date.now();
    }
    const { numbered, last, reset } = listening.since(place);
    if (reset) await write(block("reset", last, {}));
    for (const { number, event } of numbered) await write(block(event.kind, listening.placeOf(number), event));
    place = last;
    if (!(await bell.heard(Math.min(stream.heartbeatMs, QUIET_MS))) && !stop.aborted) out.write(": still here\n\n");
  }
}

function block(event: string, place: string, payload: object): string {
  return `id: ${place}\nevent: ${event}\ndata: ${JSON.stringify(payload)}\n\n`;
}

import type { FastifyReply, FastifyRequest } from "fastify";
import type { AccountEventHub, AccountListening } from "./account-event-hub.ts";
import { beginEventStream, makeBell, makeRightToRead, QUIET_MS, writeInTime } from "./event-stream.ts";

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
  const mayStillRead = makeRightToRead(out, stream.mayGoOn);
  if (place === null) {
    place = listening.since(null).last;
    await write(block("ready", place, {}));
  }
  while (!stop.aborted && !(out.writableNeedDrain && out.writableLength > 0)) {
    if (!(await mayStillRead())) return;
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

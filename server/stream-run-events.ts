import type { FastifyReply, FastifyRequest } from "fastify";
import type { Principal } from "../src/account/ports.ts";
import type { RunEvent, RunStatus } from "../src/contract/index.ts";
import { isFinished } from "../src/run/index.ts";
import { beginEventStream, makeBell, makeRightToRead, QUIET_MS, writeInTime } from "./event-stream.ts";
import type { Services } from "./services.ts";

const PAGE = 500;

export interface RunEventStream {
  readonly services: Pick<Services, "runs">;
  readonly principal: Principal;
  readonly runId: string;
  readonly after: number;
  readonly heartbeatMs: number;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Whether whoever reads still may; asked again and again as long as the stream goes on. */
  readonly mayGoOn: () => Promise<boolean>;
  /** Aborts when the service ends. */
  readonly closing: AbortSignal;
}

/**
 * Writes a run's events as they appear, and ends after the last one of a finished run.
 * A reader that goes away costs nothing: the loop stops at its next step.
 */
export async function streamRunEvents(stream: RunEventStream): Promise<void> {
  const { reply, request, closing } = stream;
  const gone = beginEventStream(reply, "the log of one run");
  try {
    await follow(stream, AbortSignal.any([gone, closing]));
  } catch (error) {
    request.log.warn({ err: error }, "event stream ended early");
  }
  reply.raw.end();
}

async function follow(stream: RunEventStream, stop: AbortSignal): Promise<void> {
  const bell = makeBell(stop);
  const unwatch = stream.services.runs.watch(stream.runId, bell.ring);
  try {
    let last = stream.after;
    const mayStillRead = makeRightToRead(stream.reply.raw, stream.mayGoOn);
    while (!stop.aborted) {
      if (!(await mayStillRead())) return;
      // The status is read before the events: what a finished run wrote is then complete.
      const run = await stream.services.runs.find(stream.principal, stream.runId);
      last = await writeNew(stream, last, stop);
      if (isFinished(run.status)) return writeEnd(stream, run.status);
      // A lost notification must not stop the stream for good, so every heartbeat also looks.
      if (!(await bell.heard(Math.min(stream.heartbeatMs, QUIET_MS))) && !stop.aborted)
        stream.reply.raw.write(": still here\n\n");
    }
  } finally {
    unwatch();
  }
}

async function writeNew(stream: RunEventStream, after: number, stop: AbortSignal): Promise<number> {
  let last = after;
  while (!stop.aborted) {
    const events = await stream.services.runs.events(stream.runId, last, PAGE);
    for (const event of events) await writeInTime(stream.reply.raw, asText(event), stop);
    last = events.at(-1)?.sequence ?? last;
    if (events.length < PAGE) break;
  }
  return last;
}

function asText(event: RunEvent): string {
  return `id: ${event.sequence}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

function writeEnd(stream: RunEventStream, status: RunStatus): void {
  stream.reply.raw.write(`event: end\ndata: ${JSON.stringify({ status })}\n\n`);
}

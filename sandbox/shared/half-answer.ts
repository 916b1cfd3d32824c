import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { pause } from "./latency.ts";

/** Long enough for the first half to leave. */
const BREAK_MS = 20;

/** An answer that announces its whole length and breaks off in the middle. */
export function halfAnswer(reply: FastifyReply, payload: unknown): Readable {
  const whole = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === "string" ? payload : "");
  reply.header("content-length", whole.length + 1);
  return Readable.from(brokenOff(whole.subarray(0, Math.floor(whole.length / 2))));
}

async function* brokenOff(half: Buffer): AsyncGenerator<Buffer> {
  if (half.length > 0) yield half;
  await pause(BREAK_MS);
  throw new Error("broken off by the sandbox's fault switch");
}

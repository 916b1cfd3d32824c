import type { Socket } from "node:net";
import { PROBLEMS, type ProblemCode, type ProblemDetails } from "../../src/contract/index.ts";

/** How long a client may take to say what it wants; answers and event streams may take as long as they need. */
export interface ClientPatience {
  /** For the request line and its headers, from the connection's first moment. */
  readonly headersMs: number;
  /** For the whole request. A state of 64 MiB has to get through a slow line. */
  readonly requestMs: number;
  /** How often connections are looked at. */
  readonly lookMs: number;
}

export const CLIENT_PATIENCE: ClientPatience = { headersMs: 15_000, requestMs: 120_000, lookMs: 5_000 };

/** Fastify's options for it: without them a client that sends a byte now and then holds its connection for ever. */
export function clientLimits({ headersMs, requestMs, lookMs }: ClientPatience) {
  return {
    requestTimeout: requestMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: lookMs },
    clientErrorHandler: answerClientError,
  };
}

/** Answers what never became a request, and closes the connection. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (socket.writable) socket.write(answer(codeOf(error)));
  socket.destroy(error);
}

function codeOf({ code }: NodeJS.ErrnoException): ProblemCode {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "request-too-slow";
  return code === "HPE_HEADER_OVERFLOW" ? "headers-too-large" : "malformed-request";
}

function answer(code: ProblemCode): string {
  const { status, title, remedy } = PROBLEMS[code];
  const problem: Omit<ProblemDetails, "instance" | "requestId"> = {
    ...{ type: `/problems/${code}`, title, status, detail: `${title}.`, code, remedy },
  };
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${status} ${title}`,
    "content-type: application/problem+json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
}

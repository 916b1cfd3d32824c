import { timingSafeEqual } from "node:crypto";
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  OutgoingHttpHeaders,
  RequestListener,
  ServerResponse,
} from "node:http";
import { Agent, request as requestOverTls } from "node:https";

export interface ForwardOptions {
  /** The cloud: scheme, host and port. */
  readonly origin: string;
  /** PEM bundle; replaces the built-in authorities, as it does in our own client. */
  readonly ca?: string | undefined;
  /** First part of every path: other engines share the loopback. */
  readonly token: string;
  /** Called at the start of every request. */
  readonly onRequest?: () => void;
}

/** The provider itself gives up after a minute; the proxy must not be the first. */
const ANSWER_TIMEOUT_MS = 120_000;
/** Belong to one connection, not to the message (RFC 9110 §7.6.1). */
const HOP_BY_HOP = new Set([
  ...["connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"],
  ...["te", "trailer", "transfer-encoding", "upgrade", "host"],
]);

/** Passes requests on to the cloud over verified TLS. Path, query and body are untouched, for the query is signed. */
export function makeForward(options: ForwardOptions): RequestListener {
  const origin = new URL(options.origin);
  // One connection per request: an idle one that the cloud closes would lose a request that must not be repeated.
  const agent = new Agent({ keepAlive: false, ...(options.ca !== undefined && { ca: options.ca }) });
  const prefix = `/${options.token}`;

  return (request, response) => {
    const path = pathBehind(request.url ?? "", prefix);
    if (path === null) {
      response.writeHead(404).end();
      return;
    }
    options.onRequest?.();
    const outgoing = requestOverTls(new URL(path, origin), {
      agent,
      method: request.method,
      path,
      headers: { ...messageHeaders(request.headers), host: origin.host },
      timeout: ANSWER_TIMEOUT_MS,
    });
    let reached = false;
    outgoing.on("socket", (socket) => socket.once("secureConnect", () => (reached = true)));
    outgoing.on("timeout", () => outgoing.destroy(new TimeoutError()));
    outgoing.on("response", (answer) => passBack(answer, response));
    outgoing.on("error", (error) => refuse(response, origin.host, error, reached));
    request.on("error", () => outgoing.destroy());
    response.on("close", () => outgoing.destroy());
    request.pipe(outgoing);
  };
}

/** Null for a path of somebody who does not know the token. */
function pathBehind(url: string, prefix: string): string | null {
  const [given, expected] = [Buffer.from(url.slice(0, prefix.length)), Buffer.from(prefix)];
  const path = url.slice(prefix.length);
  return given.length === expected.length && timingSafeEqual(given, expected) && path.startsWith("/") ? path : null;
}

function messageHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

function passBack(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, messageHeaders(answer.headers));
  answer.on("error", () => response.destroy());
  answer.pipe(response);
}

/** As CloudStack itself would say it, so that the provider's message has the words. */
function refuse(response: ServerResponse, host: string, error: Error, reached: boolean): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const text = reached
    ? `the connection to ${host} broke: ${wordsFor(error)}; the cloud may have acted on the request`
    : `no verified connection to ${host}: ${wordsFor(error)}; nothing was sent to it`;
  const body = { errorresponse: { uuidList: [], errorcode: 502, cserrorcode: 0, errortext: text } };
  response.writeHead(502, { "content-type": "application/json" }).end(JSON.stringify(body));
}

class TimeoutError extends Error {
  readonly code = "ETIMEDOUT";
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "no such host for now",
  ETIMEDOUT: "i/o timeout",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
};

/** In Go's words where there are some: the provider's other errors are in them too. What is left comes from TLS. */
function wordsFor(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return WORDS[code] ?? `tls: ${error.message}${code === "" ? "" : ` (${code})`}`;
}

import { once } from "node:events";
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { EffectMoment } from "../../src/kernel/effect.ts";
import type { CloudKind } from "./kill-point.ts";

export interface CloudStrike {
  readonly boundary: string;
  readonly occurrence: number;
  readonly moment: EffectMoment;
  /** Strikes; the call is lost (before) or its answer is (after). */
  readonly kill: () => Promise<void>;
}

/** A way to a cloud on which the engine's changing calls are counted, and one of them may be the last. */
export interface CloudProxy {
  readonly origin: string;
  /** The changing calls of engines since `arm`, as boundaries. */
  passed(): readonly string[];
  /** Counts from here on; null only counts. */
  arm(strike: CloudStrike | null): void;
  fired(): boolean;
  close(): Promise<void>;
}

export async function openCloudProxy(kind: CloudKind, target: string): Promise<CloudProxy> {
  let passed: string[] = [];
  let strike: CloudStrike | null = null;
  let fired = false;

  function strikes(boundary: string | null): CloudStrike | null {
    if (boundary === null) return null;
    passed.push(boundary);
    if (strike?.boundary !== boundary || passed.filter((one) => one === boundary).length !== strike.occurrence)
      return null;
    const now = strike;
    strike = null;
    fired = true;
    return now;
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const now = strikes(boundaryOf(kind, request, body));
    if (now?.moment === "before") {
      await now.kill();
      return void request.socket.destroy();
    }
    const answer = await forward(target, request, body);
    if (now !== null) {
      await now.kill();
      return void request.socket.destroy();
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    passed: () => passed,
    arm(next) {
      strike = next;
      passed = [];
      fired = false;
    },
    fired: () => fired,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Ids, and the one name that stands in a path. */
const NAMES = /[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|(?<=os-keypairs\/).+/g;

/** Null for what changes nothing, and for the product's own calls: those are boundaries of the effect seam. */
function boundaryOf(kind: CloudKind, request: IncomingMessage, body: Buffer): string | null {
  const { method = "GET", url = "/", headers } = request;
  if (headers["user-agent"] === "twinstack") return null;
  const address = new URL(url, "http://cloud");
  if (kind === "openstack") {
    if (["GET", "HEAD"].includes(method) || address.pathname.includes("/auth/tokens")) return null;
    return `openstack: ${method} ${address.pathname.replaceAll(NAMES, "…")}`;
  }
  const command = address.searchParams.get("command") ?? new URLSearchParams(body.toString()).get("command") ?? "";
  return /^(list|get|query)/.test(command) ? null : `cloudstack: ${command}`;
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

interface CloudAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

function forward(target: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<CloudAnswer> {
  return new Promise((resolve, reject) => {
    const { "transfer-encoding": _chunked, ...kept } = headers;
    const call = ask(`${target}${url}`, { method, headers: { ...kept, "content-length": body.length } }, (answer) => {
      const { "transfer-encoding": _same, ...given } = answer.headers;
      read(answer).then((whole) => resolve({ status: answer.statusCode ?? 502, headers: given, body: whole }), reject);
    });
    call.on("error", reject);
    call.end(body);
  });
}

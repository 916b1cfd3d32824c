import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type FaultBoard, type FaultRequest, makeFaultBoard } from "./faults.ts";
import { halfAnswer } from "./half-answer.ts";
import { pause } from "./latency.ts";
import { sendWebPage } from "./send-web-page.ts";

export interface FaultsOptions {
  /** What `X-Sandbox-Token` must say; absent: there is no admin API. */
  readonly adminToken?: string | undefined;
  /** Ends the token that a request carries. */
  readonly expireToken?: (request: FastifyRequest) => void;
}

const ADMIN_PREFIX = "/sandbox-admin/";
const REPEATED = "x-sandbox-repeated";

/**
 * Adds the fault switches to a sandbox: `GET|POST|DELETE /sandbox-admin/faults`, `DELETE /sandbox-admin/faults/{id}`.
 * Call it on the root instance before the cloud's routes, so that its hooks run first.
 */
export function addFaults(app: FastifyInstance, options: FaultsOptions): FaultBoard {
  const board = makeFaultBoard();
  const dropAfter = new WeakSet<FastifyRequest>();
  const repeat = new WeakSet<FastifyRequest>();
  const half = new WeakSet<FastifyRequest>();
  const secret = randomUUID();

  app.addHook("onRequest", async (request, reply) => {
    if (request.url.startsWith(ADMIN_PREFIX) || request.headers[REPEATED] === secret) return undefined;
    const effect = board.take(request.method, request.url);
    if (effect === undefined) return undefined;
    if (effect.kind === "delay") {
      await pause(effect.ms);
      return undefined;
    }
    if (effect.kind === "status") return reply.code(effect.status).send(effect.body ?? { sandboxFault: effect.status });
    if (effect.kind === "page") return sendWebPage(reply, effect.status);
    if (effect.kind === "expire-token") {
      options.expireToken?.(request);
      return undefined;
    }
    if (effect.kind === "repeat" || effect.kind === "half") {
      (effect.kind === "half" ? half : repeat).add(request);
      return undefined;
    }
    if (effect.kind === "drop" && effect.when === "after") {
      dropAfter.add(request);
      return undefined;
    }
    return hangUp(request, reply);
  });

  // Only here the body has been read.
  app.addHook("preHandler", async (request) => {
    if (!repeat.has(request)) return;
    const { "content-length": _length, "transfer-encoding": _encoding, ...headers } = request.headers;
    await app.inject({
      method: request.method as "POST",
      url: request.url,
      headers: { ...headers, [REPEATED]: secret },
      ...payloadOf(request.body),
    });
  });

  app.addHook("onSend", async (request, reply, payload) => {
    if (dropAfter.has(request)) request.raw.socket.destroy();
    return half.has(request) ? halfAnswer(reply, payload) : payload;
  });

  const { adminToken } = options;
  if (adminToken === undefined) return board;

  const guard = async (request: FastifyRequest, reply: FastifyReply) =>
    request.headers["x-sandbox-token"] === adminToken
      ? undefined
      : reply.code(403).send({ error: "wrong X-Sandbox-Token" });
  app.get("/sandbox-admin/faults", { preHandler: guard }, async () => ({ faults: board.list() }));
  app.post("/sandbox-admin/faults", { preHandler: guard }, async (request, reply) => {
    const fault = request.body as FaultRequest;
    if (!isPattern(fault.path)) return reply.code(400).send({ error: "path is not a regular expression" });
    return reply.code(201).send(board.add(fault));
  });
  app.delete("/sandbox-admin/faults", { preHandler: guard }, async (_request, reply) => {
    board.clear();
    return reply.code(204).send();
  });
  app.delete("/sandbox-admin/faults/:id", { preHandler: guard }, async (request, reply) =>
    reply.code(board.remove((request.params as { id: string }).id) ? 204 : 404).send(),
  );
  return board;
}

function hangUp(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

/** A body that was read as a stream cannot be sent again; such a request is repeated without it. */
function payloadOf(body: unknown): { payload?: string | Buffer } {
  if (typeof body === "string" || Buffer.isBuffer(body)) return { payload: body };
  const isStream = typeof body === "object" && body !== null && "pipe" in body;
  return body === undefined || body === null || isStream ? {} : { payload: JSON.stringify(body) };
}

function isPattern(path: string | undefined): boolean {
  try {
    return new RegExp(path ?? "") instanceof RegExp;
  } catch {
    return false;
  }
}

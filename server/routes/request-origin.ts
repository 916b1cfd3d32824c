import type { FastifyRequest } from "fastify";
import type { RequestOrigin } from "../../src/account/ports.ts";

/** From where a request came, for the audit log and for counting attempts. */
export function originOf(request: FastifyRequest): RequestOrigin {
  const agent = request.headers["user-agent"] ?? "";
  // What stands in a header is written by strangers and shown to people.
  const userAgent = agent.replace(/[^\x20-\x7e]/g, "").slice(0, 256);
  return { remoteAddress: request.ip, requestId: request.id, userAgent };
}

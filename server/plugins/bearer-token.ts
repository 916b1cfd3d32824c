import type { FastifyRequest } from "fastify";

/** The token of `Authorization: Bearer …`; null when there is none. */
export function bearerToken(request: FastifyRequest): string | null {
  return /^Bearer ([\w.~+/=-]{1,512})$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

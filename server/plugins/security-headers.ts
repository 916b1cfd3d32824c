import type { FastifyInstance } from "fastify";

const HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  // Answers hold a person's machines; no cache between us and them may keep them.
  "cache-control": "no-store",
} as const;

/** What every answer tells a browser not to do, and the id to quote when asking about it. */
export function useSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(HEADERS).header("x-request-id", request.id);
  });
}

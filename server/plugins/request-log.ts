import type { FastifyInstance } from "fastify";

/** One line per request. Looking and polling are the bulk of them and only of interest when something is searched for. */
export function useRequestLog(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    const looked = request.method === "GET" && reply.statusCode < 400;
    const line = {
      method: request.method,
      path: request.url.split("?")[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      account: request.principal?.accountId,
    };
    if (looked) request.log.debug(line, "answered");
    else request.log.info(line, "answered");
  });
}

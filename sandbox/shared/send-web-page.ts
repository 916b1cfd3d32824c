import type { FastifyReply } from "fastify";

const PAGE = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>A page, not an API.</body></html>";

/** What a proxy or a portal answers in the place of a cloud's API. */
export function sendWebPage(reply: FastifyReply, status = 200): FastifyReply {
  return reply.code(status).type("text/html; charset=utf-8").send(PAGE);
}

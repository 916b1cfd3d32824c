import { randomBytes } from "node:crypto";
import type { FastifyReply } from "fastify";
import * as z from "zod";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import type { WebPage } from "../web-page.ts";

/** Addresses at which a browser gets the page; which of its views it shows, the page decides by itself. */
const PAGES = ["/", "/app/*", "/account/:page", "/invitation"];
const config = { access: { who: "anyone" } } as const;

/** The web page, its code and its styles. */
export function pageRoutes(app: App, page: WebPage): void {
  for (const url of PAGES) {
    app.route({
      method: "GET",
      url,
      config,
      schema: { operationId: `page:${url}`, hide: true },
      handler: async (_request, reply) => sendDocument(reply, page),
    });
  }
  app.route({
    method: "GET",
    url: "/app/assets/:name",
    config,
    schema: { operationId: "pageAsset", hide: true, params: z.object({ name: z.string() }) },
    handler: async (request, reply) => {
      const asset = page.asset(request.params.name);
      if (asset === null) throw new AppError("not-found", `The page has no file ${request.params.name}.`);
      const gzipped = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      // The name holds the content's digest, but for the few files that are named by hand.
      const hashed = /-[\w-]{8}\.\w+$/.test(request.params.name);
      reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "public, max-age=3600");
      reply.header("vary", "accept-encoding").type(asset.type);
      if (gzipped) reply.header("content-encoding", "gzip");
      return reply.send(gzipped ? asset.gzipped : asset.plain);
    },
  });
}

/**
 * Scripts and requests reach this service only. The component library writes style elements, which the nonce lets pass;
 * `img-src data:` is for the QR code of a second factor.
 */
function sendDocument(reply: FastifyReply, page: WebPage): FastifyReply {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
  reply.header("content-security-policy", policy).type("text/html; charset=utf-8");
  return reply.send(page.document(nonce));
}

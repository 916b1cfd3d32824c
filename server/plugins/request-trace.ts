import { type Span, SpanStatusCode } from "@opentelemetry/api";
import type { FastifyInstance } from "fastify";
import type { Tracing } from "../tracing.ts";

declare module "fastify" {
  interface FastifyRequest {
    span: Span | null;
  }
}

/** One span per request, named by its route. Addresses, bodies and headers are not recorded: they may hold secrets. */
export function useRequestTrace(app: FastifyInstance, tracing: Tracing): void {
  app.decorateRequest("span", null);
  app.addHook("onRequest", async (request) => {
    const route = request.routeOptions.url ?? "unknown";
    const { traceparent } = request.headers;
    request.span = tracing.begin(
      `${request.method} ${route}`,
      { "http.request.method": request.method, "http.route": route, "twinstack.request.id": request.id },
      typeof traceparent === "string" ? traceparent : undefined,
    );
  });
  app.addHook("onResponse", async (request, reply) => {
    const { span } = request;
    if (span === null) return;
    span.setAttribute("http.response.status_code", reply.statusCode);
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}

import * as z from "zod";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";

const Health = z.object({ status: z.enum(["ok", "not-ready"]), waitingFor: z.array(z.string()) });

/** What a supervisor asks: does the process live, and can it serve? */
export function healthRoutes(app: App, services: Pick<Services, "unready">): void {
  app.route({
    method: "GET",
    url: "/livez",
    config: { access: { who: "anyone" } },
    schema: { operationId: "livez", tags: ["service"], summary: "The process lives", response: { 200: Health } },
    handler: async () => ({ status: "ok" as const, waitingFor: [] }),
  });

  app.route({
    method: "GET",
    url: "/readyz",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "readyz",
      tags: ["service"],
      summary: "Requests can be served",
      response: { 200: Health, 503: Health },
    },
    handler: async (_request, reply) => {
      const waitingFor = [...(await services.unready())];
      if (waitingFor.length === 0) return { status: "ok" as const, waitingFor };
      return reply.code(503).send({ status: "not-ready", waitingFor });
    },
  });

  app.route({
    method: "GET",
    url: "/api/openapi.json",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "openapi",
      tags: ["service"],
      summary: "This description",
      response: { 200: z.record(z.string(), z.unknown()) },
    },
    handler: async () => ({ ...app.swagger() }),
  });
}

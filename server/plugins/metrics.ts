import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import * as z from "zod";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import { refusals, withToken } from "../routes/shared.ts";
import type { Services } from "../services.ts";
import { bearerToken } from "./bearer-token.ts";

/** Upper bounds in seconds: from a read of one row to an answer that waited for a cloud. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface MetricsOptions {
  /** What a collector sends as bearer token; without it only administrators of the site may read. */
  readonly metricsToken: string | undefined;
}

/** Counts requests by route, never by address: an id in a label would make as many series as there are machines. */
export function useMetrics(app: FastifyInstance, registry: Registry): void {
  const requests = new Counter({
    name: "twinstack_http_requests_total",
    help: "Requests answered",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "twinstack_http_request_duration_seconds",
    help: "Time to the end of the answer; event streams are left out",
    labelNames: ["method", "route"],
    buckets: BUCKETS,
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    requests.inc({ method: request.method, route, status: reply.statusCode });
    const streamed = String(reply.getHeader("content-type") ?? "").startsWith("text/event-stream");
    if (!streamed) seconds.observe({ method: request.method, route }, reply.elapsedTime / 1_000);
  });
}

/** `GET /metrics` in Prometheus' text format; for the collector's own token or an administrator of the site. */
export function metricsRoute(
  app: App,
  services: Pick<Services, "accounts" | "status" | "backlog">,
  registry: Registry,
  { metricsToken }: MetricsOptions,
): void {
  const gauges = makeGauges(registry);

  app.route({
    method: "GET",
    url: "/metrics",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "metrics",
      tags: ["service"],
      produces: ["text/plain"],
      summary: "Metrics in Prometheus' text format, for the collector's token or an administrator of the site",
      ...withToken,
      response: { 200: z.string(), ...refusals },
    },
    async handler(request, reply) {
      await refuseStrangers(bearerToken(request));
      gauges.runs.reset();
      const [status, backlog] = await Promise.all([services.status(), services.backlog()]);
      for (const [name, count] of Object.entries(status.runs)) gauges.runs.set({ status: name }, count);
      gauges.oldest.set(backlog.oldestWaitingSeconds);
      gauges.webhooks.set(backlog.webhooksWaiting);
      for (const [state, count] of Object.entries(backlog.connections)) gauges.connections.set({ state }, count);
      return reply
        .type(registry.contentType)
        .serializer(String)
        .send(await registry.metrics());
    },
  });

  async function refuseStrangers(token: string | null): Promise<void> {
    if (token !== null && metricsToken !== undefined && isSame(token, metricsToken)) return;
    const principal = token === null ? null : await services.accounts.authenticate(token);
    if (principal === null)
      throw new AppError("not-authenticated", "Send the metrics token as `Authorization: Bearer …`.");
    if (!principal.siteAdmin) throw new AppError("not-allowed", "Only an administrator of the site may read metrics.");
  }
}

/** A registry of its own per service, so that two in one process do not count for each other. */
export function makeRegistry(version: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "twinstack_info",
    help: "The running version",
    labelNames: ["version"],
    registers: [registry],
  }).set({ version }, 1);
  return registry;
}

function makeGauges(registry: Registry) {
  const registers = [registry];
  return {
    runs: new Gauge({ name: "twinstack_runs", help: "Unfinished runs", labelNames: ["status"], registers }),
    oldest: new Gauge({
      name: "twinstack_queue_oldest_waiting_seconds",
      help: "Age of the oldest run that waits for a worker; 0 when none waits",
      registers,
    }),
    webhooks: new Gauge({ name: "twinstack_webhook_messages_waiting", help: "Messages due and not sent", registers }),
    connections: new Gauge({
      name: "twinstack_database_connections",
      help: "Connections of this process's pools",
      labelNames: ["state"],
      registers,
    }),
  };
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { traceEngine } from "../../server/composition/trace-engine.ts";
import { makeTracing } from "../../server/tracing.ts";
import type { Engine, EngineRequest } from "../../src/run/ports.ts";

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

/** A collector that keeps what it is sent. */
async function collector() {
  const spans: SentSpan[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(parts).toString("utf8"));
      for (const resource of body.resourceSpans) for (const scope of resource.scopeSpans) spans.push(...scope.spans);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return { spans, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("a request's span continues the trace of whoever asked, and reaches the collector when the service ends", async () => {
  const { spans, url } = await collector();
  const tracing = makeTracing(url, "0.1.0");
  const traceId = "0af7651916cd43dd8448eb211c80319c";

  tracing.begin("GET /x", { "http.route": "/x" }, `00-${traceId}-b7ad6b7169203331-01`).end();
  tracing.begin("GET /y", {}, "nonsense").end();
  await tracing.close();

  expect(spans.map(({ name }) => name)).toEqual(["GET /x", "GET /y"]);
  expect(spans[0]).toMatchObject({ traceId, parentSpanId: "b7ad6b7169203331" });
  expect(spans[1]?.traceId).not.toBe(traceId);
});

test("an engine's phase is a span with the run's id, marked when it throws", async () => {
  const { spans, url } = await collector();
  const tracing = makeTracing(url, "0.1.0");
  const engine: Engine = {
    plan: async () => ({ kind: "canceled" }),
    apply: async () => {
      throw new Error("the disk is full");
    },
    recover: async () => ({ wasHere: false, state: null }),
  };
  const traced = traceEngine(engine, tracing);
  const request = { runId: "r-1", workspaceId: "w-1", site: "openstack", kind: "apply" } as EngineRequest;

  await traced.plan(request);
  await expect(traced.apply(request, {} as never)).rejects.toThrow("the disk is full");
  await tracing.close();

  expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
    ["engine plan", 0],
    ["engine apply", 2],
  ]);
  expect(spans[0]?.attributes).toContainEqual({ key: "twinstack.run.id", value: { stringValue: "r-1" } });
});

test("without an endpoint work is done all the same", async () => {
  const tracing = makeTracing(undefined, "0.1.0");

  expect(await tracing.around("x", {}, async () => 42)).toBe(42);
  await tracing.close();
});

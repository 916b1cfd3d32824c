import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

export interface Tracing {
  /** Begins a span; the caller ends it. `traceparent` is the W3C header of whoever asked. */
  begin(name: string, attributes: Attributes, traceparent?: string): Span;
  /** Runs `work` in a span of its own, which is marked when it throws. */
  around<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
  /** Sends what is still held back. */
  close(): Promise<void>;
}

const TRACEPARENT = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;
const SILENT: Tracing = {
  begin: () => trace.getTracer("silent").startSpan("silent"),
  around: (_name, _attributes, work) => work(),
  close: async () => undefined,
};

/**
 * OpenTelemetry traces over OTLP/HTTP. Without an endpoint nothing is recorded and nothing sent.
 *
 * @param endpoint base address of a collector, as in `OTEL_EXPORTER_OTLP_ENDPOINT`; `/v1/traces` is added
 */
export function makeTracing(endpoint: string | undefined, version: string): Tracing {
  if (endpoint === undefined) return SILENT;
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": "twinstack", "service.version": version }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer: Tracer = provider.getTracer("twinstack", version);

  return {
    begin: (name, attributes, traceparent) =>
      tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parentIn(traceparent)),
    async around(name, attributes, work) {
      const span = tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes }, ROOT_CONTEXT);
      try {
        return await work();
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
        throw error;
      } finally {
        span.end();
      }
    },
    close: () => provider.shutdown(),
  };
}

function parentIn(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}

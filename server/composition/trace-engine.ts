import type { Engine, EngineRequest, Synthesize } from "../../src/run/ports.ts";
import type { Tracing } from "../tracing.ts";

/** The engine with a span around each of its phases. */
export function traceEngine(engine: Engine, tracing: Tracing): Engine {
  const of = ({ runId, workspaceId, site, kind }: EngineRequest) => ({
    "twinstack.run.id": runId,
    "twinstack.workspace.id": workspaceId,
    "twinstack.site": site,
    "twinstack.run.kind": kind,
  });
  return {
    ...engine,
    plan: (request) => tracing.around("engine plan", of(request), () => engine.plan(request)),
    apply: (request, plan) => tracing.around("engine apply", of(request), () => engine.apply(request, plan)),
    recover: (request) =>
      tracing.around("engine recover", { "twinstack.run.id": request.runId }, () => engine.recover(request)),
  };
}

export function traceSynthesize(synthesize: Synthesize, tracing: Tracing): Synthesize {
  return (plan) =>
    tracing.around(
      "synthesize",
      { "twinstack.workspace.id": plan.workspaceId, "twinstack.site": "site" in plan ? plan.site : plan.cloud },
      () => synthesize(plan),
    );
}

import type { Engine, EngineApplyResult, EnginePlanResult, EngineRequest } from "../../src/run/ports.ts";
import { planJson } from "./plan-json.ts";
import { SAMPLE_OUTPUTS } from "./terraform-data.ts";

export const ONE_CREATED: EnginePlanResult = {
  kind: "planned",
  planFile: new Uint8Array([1]),
  planJson: planJson([{ type: "terraform_data", actions: ["create"], after: { input: "x" } }]),
  hasChanges: true,
};

export interface Script {
  plan(request: EngineRequest): Promise<EnginePlanResult>;
  apply(request: EngineRequest): Promise<EngineApplyResult>;
  recover: Engine["recover"];
}

/** An engine that does what a test says; by default it plans one new object and applies it. Calls are kept. */
export function makeScriptedEngine(script: Partial<Script> = {}) {
  const calls: { readonly phase: "plan" | "apply"; readonly request: EngineRequest }[] = [];
  const engine: Engine = {
    plan(request) {
      calls.push({ phase: "plan", request });
      return script.plan?.(request) ?? Promise.resolve(ONE_CREATED);
    },
    apply(request) {
      calls.push({ phase: "apply", request });
      return script.apply?.(request) ?? Promise.resolve({ kind: "applied", outputs: SAMPLE_OUTPUTS });
    },
    recover: (request) => script.recover?.(request) ?? Promise.resolve({ wasHere: true, state: null }),
  };
  return { engine, calls };
}

/** Resolves as "canceled" when asked to stop; never otherwise. */
export function untilStopped(request: EngineRequest): Promise<{ kind: "canceled" }> {
  return new Promise((resolve) => {
    if (request.signal.aborted) resolve({ kind: "canceled" });
    request.signal.addEventListener("abort", () => resolve({ kind: "canceled" }), { once: true });
  });
}

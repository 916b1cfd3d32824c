import { resolve } from "node:path";
import type { SiteBackend } from "../site-stack.ts";
import { SynthRefusal } from "../synth-refusal.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where operators' files are kept: local state, choices made, generated keys. */
export function operatorStateFolder(env: Environment): string {
  return resolve(env["TWINSTACK_OPERATOR_STATE"] || ".twinstack/operator-state");
}

/** `local` (a file per stack) unless TWINSTACK_STATE_BACKEND says `http`, whose values come from TF_HTTP_*. */
export function stateBackend(env: Environment, stackId: string): SiteBackend {
  const kind = env["TWINSTACK_STATE_BACKEND"] || "local";
  if (kind === "http") return { kind };
  if (kind === "local") return { kind, path: resolve(operatorStateFolder(env), `${stackId}.tfstate`) };
  throw new SynthRefusal(`TWINSTACK_STATE_BACKEND is ${kind}; it may be local or http`);
}

/**
 * Warm synthesis in a thread of its own: CDKTF is loaded once and its process-global state stays here.
 * Message in: `{ id, plan }`; message out: `{ id, files }` or `{ id, problem }`.
 */
import { parentPort } from "node:worker_threads";
import { SynthRefusal } from "./synth-refusal.ts";
import { synthesizeSite } from "./synthesize-site.ts";

interface SynthRequest {
  readonly id: number;
  readonly plan: unknown;
}

parentPort?.on("message", ({ id, plan }: SynthRequest) => {
  try {
    parentPort?.postMessage({ id, files: synthesizeSite(plan) });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, problem: { detail, expected: error instanceof SynthRefusal } });
  }
});

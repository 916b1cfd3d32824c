import type { Run } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { findRun } from "./find-run.ts";
import type { RunStore } from "./ports.ts";
import { presentRun } from "./present-run.ts";
import { next } from "./transitions.ts";

export interface DiscardRunPorts {
  readonly store: Pick<RunStore, "find" | "transition">;
  readonly clock: Clock;
}

/** Throws away a plan that waits for review; nothing on any cloud changes. */
export function makeDiscardRun(ports: DiscardRunPorts) {
  return async function discardRun(ownerId: string, runId: string): Promise<Run> {
    const run = await findRun(ports.store, ownerId, runId);
    const to = next(run.status, "discarded");
    return presentRun(await ports.store.transition(run.id, run.status, to, { finishedAt: ports.clock.now() }));
  };
}

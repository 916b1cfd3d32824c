import type { StopReason } from "./phase.ts";
import type { RunRecord } from "./ports.ts";

/** A run in this worker's hands. */
export interface ActiveRun {
  /** As it was claimed. */
  readonly status: RunRecord["status"];
  /** Grows when this worker claims a run again that it still works on. */
  epoch: number;
  readonly gentle: AbortController;
  readonly forced: AbortController;
  reason: StopReason | null;
  readonly done: Promise<void>;
}

export interface ActiveRuns extends Map<string, ActiveRun> {
  /** Tells the run's engine to end; `force` kills it. A claim that is lost is the last word on why. */
  halt(id: string, reason: StopReason, force: boolean): void;
}

export function makeActiveRuns(): ActiveRuns {
  const runs = new Map<string, ActiveRun>();
  return Object.assign(runs, {
    halt(id: string, reason: StopReason, force: boolean): void {
      const run = runs.get(id);
      if (run === undefined) return;
      run.reason ??= reason;
      if (reason === "lost") run.reason = "lost";
      run.gentle.abort();
      if (force) run.forced.abort();
    },
  });
}

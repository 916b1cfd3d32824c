import type { Timers } from "../kernel/timers.ts";
import type { ExecuteRunPorts } from "./phase.ts";

export interface RunWorkerOptions extends ExecuteRunPorts {
  /** Unique among all workers of the database. */
  readonly workerId: string;
  /** Runs executed at once; two let both sites of a workspace go side by side. */
  readonly concurrency: number;
  readonly timers: Timers;
  /** A worker that has not renewed its claim for this long counts as dead. */
  readonly leaseSeconds?: number;
  /** How often the store is asked when no notification came. */
  readonly pollMs?: number;
  /** How long `stop` lets applies finish before it interrupts them. */
  readonly stopAfterMs?: number;
  /** Tells of unexpected errors; the run itself only says that there was one. */
  readonly onError?: (error: unknown, runId: string | null) => void;
}

/** Options with every default in place. */
export type WorkerSettings = RunWorkerOptions &
  Required<Pick<RunWorkerOptions, "leaseSeconds" | "pollMs" | "stopAfterMs">>;

export const RENEWALS_PER_LEASE = 3;

export function settle(options: RunWorkerOptions): WorkerSettings {
  const { leaseSeconds = 15, pollMs = 1_000, stopAfterMs = 60_000 } = options;
  return { ...options, leaseSeconds, pollMs, stopAfterMs };
}

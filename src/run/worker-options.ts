import type { Timers } from "../kernel/timers.ts";
import type { ExecuteRunPorts } from "./phase.ts";
import type { Delivery, WorkerRecord, WorkerRegistry } from "./ports.ts";

export interface RunWorkerOptions extends ExecuteRunPorts {
  /** Unique among all workers of the database. */
  readonly workerId: string;
  /** Runs executed at once; two let both sites of a workspace go side by side. */
  readonly concurrency: number;
  readonly timers: Timers;
  /** Where this worker's engines run: machine and work folder. Its own id when it is not given. */
  readonly hostId?: string;
  /** Says when there is work, beside the store's own notifications. */
  readonly delivery?: Pick<Delivery, "work" | "rest">;
  /** Where the worker shows that it lives, and as what. */
  readonly registry?: { readonly workers: WorkerRegistry } & Pick<WorkerRecord, "hostName" | "version">;
  /** A worker that has not renewed its claim for this long counts as dead. */
  readonly leaseSeconds?: number;
  /** How often the store is asked for a wish to cancel when no notification came. */
  readonly pollMs?: number;
  /** How often the worker looks for runs that nobody told it of: those of the dead, and lost deliveries. */
  readonly sweepMs?: number;
  /** How long `stop` lets applies finish before it interrupts them. */
  readonly stopAfterMs?: number;
  /** Tells of unexpected errors; the run itself only says that there was one. */
  readonly onError?: (error: unknown, runId: string | null) => void;
}

type Defaulted = "leaseSeconds" | "pollMs" | "sweepMs" | "stopAfterMs" | "hostId";

/** Options with every default in place. */
export type WorkerSettings = RunWorkerOptions & Required<Pick<RunWorkerOptions, Defaulted>>;

export const RENEWALS_PER_LEASE = 3;

/** A dead worker's run goes on after at most one lease and one look: 12 s. */
export function settle(options: RunWorkerOptions): WorkerSettings {
  const { leaseSeconds = 10, pollMs = 1_000, stopAfterMs = 60_000, hostId = options.workerId } = options;
  return { ...options, leaseSeconds, pollMs, sweepMs: options.sweepMs ?? 2 * pollMs, stopAfterMs, hostId };
}

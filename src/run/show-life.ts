import type { WorkerSettings } from "./worker-options.ts";

/** Three signs of life go missing before a worker counts as dead (WORKER_SILENT_SECONDS). */
const SIGN_MS = 5_000;

export interface LifeSigns {
  /** Says that no more runs are taken. */
  stopping(): Promise<void>;
  leave(): Promise<void>;
}

/** Enters the worker in the registry and keeps its sign of life fresh. */
export function showLife(settings: WorkerSettings): LifeSigns {
  const { registry, timers, workerId, hostId, concurrency } = settings;
  if (registry === undefined) return { stopping: async () => undefined, leave: async () => undefined };
  const { workers, hostName, version } = registry;
  let stopping = false;

  async function sign(): Promise<void> {
    const record = { id: workerId, hostId, hostName, version, concurrency, stopping };
    // A database that is away hears the next sign.
    await workers.seen(record).catch((error: unknown) => settings.onError?.(error, null));
  }

  void sign();
  const stop = timers.every(SIGN_MS, () => void sign());
  return {
    async stopping() {
      stopping = true;
      await sign();
    },
    async leave() {
      stop();
      await workers.leave(workerId).catch(() => undefined);
    },
  };
}

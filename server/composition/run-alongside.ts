import type { RunWorker } from "../../src/run/index.ts";

/** Something that starts and stops with a worker of runs, wherever one is. */
interface Companion {
  start(): void;
  stop(): Promise<void>;
}

/** The worker, with its companion started after it and stopped beside it. */
export function runAlongside(worker: RunWorker, companion: Companion): RunWorker {
  return {
    ...worker,
    start() {
      worker.start();
      companion.start();
    },
    async stop() {
      await Promise.all([worker.stop(), companion.stop()]);
    },
  };
}

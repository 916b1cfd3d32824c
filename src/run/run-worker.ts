import { type ActiveRun, makeActiveRuns } from "./active-runs.ts";
import { performRun } from "./perform-run.ts";
import type { Claim } from "./ports.ts";
import { type RunWorkerOptions, settle } from "./worker-options.ts";

export interface RunWorker {
  start(): void;
  /** Takes no more runs, lets applies finish, hands plans over to other workers. */
  stop(): Promise<void>;
}

/** Claims runs and executes them, some at once. Truth stays in the store: a worker may die at any point. */
export function makeRunWorker(options: RunWorkerOptions): RunWorker {
  const settings = settle(options);
  const { store, timers, workerId, concurrency, leaseSeconds, pollMs, stopAfterMs } = settings;
  const active = makeActiveRuns();
  const stops: (() => void)[] = [];
  let running = false;
  let claiming = false;
  let askedAgain = false;

  /** One claimer at a time; a wake-up that comes meanwhile makes it look once more. */
  async function fill(): Promise<void> {
    if (claiming) {
      askedAgain = true;
      return;
    }
    claiming = true;
    try {
      while (running && active.size < concurrency) {
        askedAgain = false;
        const claim = await store.claimNext(workerId, leaseSeconds);
        if (claim !== null) begin(claim);
        else if (!askedAgain) break;
      }
    } catch (error) {
      options.onError?.(error, null);
    } finally {
      claiming = false;
    }
  }

  function begin({ run, epoch }: Claim): void {
    const present = active.get(run.id);
    if (present !== undefined) {
      rejoin(present, { run, epoch });
      return;
    }
    active.set(run.id, {
      ...{ status: run.status, epoch, gentle: new AbortController(), forced: new AbortController(), reason: null },
      done: Promise.resolve().then(async () => {
        await performRun(settings, active, run);
        active.delete(run.id);
        void fill();
      }),
    });
  }

  /**
   * A run that is still in our hands comes back either because our claim ran out while the database was away: then the
   * work goes on under the new epoch. Or it is confirmed while its plan phase is just ending: then it waits for that end.
   */
  function rejoin(present: ActiveRun, claim: Claim): void {
    if (claim.run.status === "planning" || claim.run.status === "applying") {
      present.epoch = claim.epoch;
      return;
    }
    void present.done.then(async () => {
      if (running) begin(claim);
      else await store.renewClaim(claim.run.id, claim.epoch, 0).catch(() => false);
    });
  }

  return {
    start() {
      if (running) return;
      running = true;
      stops.push(
        timers.every(pollMs, () => void fill()),
        store.onChange(() => void fill()),
      );
      void fill();
    },

    async stop() {
      running = false;
      for (const stop of stops.splice(0)) stop();
      for (const [id, run] of active) if (run.status !== "confirmed") active.halt(id, "shutdown", false);
      const all = Promise.all([...active.values()].map((run) => run.done));
      const forgetLate = timers.after(stopAfterMs, () => {
        for (const id of active.keys()) active.halt(id, "shutdown", false);
      });
      await all;
      forgetLate();
    },
  };
}

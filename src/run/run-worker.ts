import { type ActiveRun, makeActiveRuns } from "./active-runs.ts";
import { performRun } from "./perform-run.ts";
import { persist } from "./persist.ts";
import type { Claim } from "./ports.ts";
import { type LifeSigns, showLife } from "./show-life.ts";
import { type RunWorkerOptions, settle } from "./worker-options.ts";

export interface RunWorker {
  start(): void;
  /**
   * Takes no more runs, hands plans over to other workers, and lets applies finish for a while before it interrupts them.
   * Called again it interrupts them at once; their states are saved all the same.
   */
  stop(): Promise<void>;
}

/** Claims runs and executes them, some at once. Truth stays in the store: a worker may die at any point. */
export function makeRunWorker(options: RunWorkerOptions): RunWorker {
  const settings = settle(options);
  const { store, delivery, timers, workerId, hostId, concurrency, leaseSeconds, sweepMs, stopAfterMs } = settings;
  const active = makeActiveRuns();
  const stops: (() => void)[] = [];
  /** Claims whose answer is on its way, and runs that come back when the present work on them ends. */
  const coming = new Set<Promise<unknown>>();
  let running = false;
  let claiming = 0;
  let filling = false;
  let askedAgain = false;
  let life: LifeSigns | null = null;
  let stopped: Promise<void> | null = null;

  /** One run, to its end; nothing when there is none or no slot is free. Lasts as long as the work. */
  async function take(): Promise<void> {
    if (!running || active.size + claiming >= concurrency) return;
    const run = await claim();
    await run?.done;
  }

  /** Fills the free slots, one claim after the other; what is heard meanwhile makes it look once more. */
  async function fill(): Promise<void> {
    askedAgain = filling;
    if (filling) return;
    filling = true;
    while (running && active.size + claiming < concurrency) {
      if ((await claim()) !== null) continue;
      if (!askedAgain) break;
      askedAgain = false;
    }
    filling = false;
  }

  function claim(): Promise<ActiveRun | null> {
    return remember(claimOne());
  }

  function remember<T>(promise: Promise<T>): Promise<T> {
    coming.add(promise);
    return promise.finally(() => coming.delete(promise));
  }

  async function claimOne(): Promise<ActiveRun | null> {
    claiming += 1;
    try {
      const taken = await store.claimNext(workerId, leaseSeconds, hostId);
      if (taken === null) return null;
      if (running || active.has(taken.run.id)) return begin(taken);
      // Asked for before this worker was told to stop: the next one need not wait for the claim to run out.
      await giveBack(taken);
      return null;
    } catch (error) {
      options.onError?.(error, null);
      return null;
    } finally {
      claiming -= 1;
    }
  }

  function begin({ run, epoch }: Claim): ActiveRun {
    const present = active.get(run.id);
    if (present !== undefined) return rejoin(present, { run, epoch });
    const entry: ActiveRun = {
      status: run.status,
      epoch,
      gentle: new AbortController(),
      forced: new AbortController(),
      reason: null,
      done: Promise.resolve().then(async () => {
        await performRun(settings, active, run);
        active.delete(run.id);
        void fill();
      }),
    };
    active.set(run.id, entry);
    return entry;
  }

  /**
   * A run that is still in our hands comes back either because our claim ran out while the database was away: then the
   * work goes on under the new epoch. Or it is confirmed while its plan phase is just ending: then it waits for that end.
   */
  function rejoin(present: ActiveRun, taken: Claim): ActiveRun {
    const goesOn = taken.run.status === "planning" || taken.run.status === "applying";
    // Told meanwhile that its claim is lost, it has ended its engine: what is left is another worker's work, here ours.
    if (goesOn && present.reason !== "lost") {
      present.epoch = taken.epoch;
      return present;
    }
    const done = present.done.then(async () => {
      if (running) await begin(taken).done;
      else await giveBack(taken);
    });
    return { ...present, done: remember(done) };
  }

  async function giveBack({ run, epoch }: Claim): Promise<void> {
    await persist(() => store.renewClaim(run.id, epoch, 0), timers.pause).catch(() => false);
  }

  /** A change of a certain run is no work to take; whatever is, is told to everybody. */
  function heard(runId: string | null): void {
    if (runId === null || delivery === undefined) void fill();
  }

  async function finish(): Promise<void> {
    running = false;
    for (const stop of stops.splice(0)) stop();
    await life?.stopping();
    await delivery?.rest();
    for (const [id, run] of active) if (run.status !== "confirmed") active.halt(id, "shutdown", false);
    const forgetLate = timers.after(stopAfterMs, interrupt);
    await atRest();
    forgetLate();
    await life?.leave();
  }

  /** What is waited for may bring more; nothing is waited for twice. */
  async function atRest(): Promise<void> {
    const waited = new Set<Promise<unknown>>();
    for (;;) {
      const left = [...[...active.values()].map((run) => run.done), ...coming].filter((one) => !waited.has(one));
      if (left.length === 0) return;
      for (const one of left) waited.add(one);
      await Promise.all(left);
    }
  }

  function interrupt(): void {
    for (const id of active.keys()) active.halt(id, "shutdown", false);
  }

  return {
    start() {
      if (running) return;
      running = true;
      stopped = null;
      life = showLife(settings);
      stops.push(
        timers.every(sweepMs, () => void fill()),
        store.onChange(heard),
      );
      delivery?.work(concurrency, take).catch((error: unknown) => options.onError?.(error, null));
      void fill();
    },

    stop() {
      if (stopped === null) stopped = finish();
      else interrupt();
      return stopped;
    },
  };
}

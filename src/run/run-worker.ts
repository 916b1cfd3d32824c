import { makeEventJournal } from "./event-journal.ts";
import { executeRun } from "./execute-run.ts";
import type { Pause } from "./persist.ts";
import type { ExecuteRunPorts, RunControls, StopReason } from "./phase.ts";
import type { Claim, RunRecord } from "./ports.ts";

export interface RunWorkerOptions extends ExecuteRunPorts {
  /** Unique among all workers of the database. */
  readonly workerId: string;
  /** Runs executed at once; two let both sites of a workspace go side by side. */
  readonly concurrency: number;
  /** A worker that has not renewed its claim for this long counts as dead. */
  readonly leaseSeconds?: number;
  /** How often the store is asked when no notification came. */
  readonly pollMs?: number;
  /** How long `stop` lets applies finish before it interrupts them. */
  readonly stopAfterMs?: number;
  /** Tells of unexpected errors; the run itself only says that there was one. */
  readonly onError?: (error: unknown, runId: string | null) => void;
  readonly pause?: Pause;
}

export interface RunWorker {
  start(): void;
  /** Takes no more runs, lets applies finish, hands plans over to other workers. */
  stop(): Promise<void>;
}

interface ActiveRun {
  readonly status: RunRecord["status"];
  epoch: number;
  readonly gentle: AbortController;
  readonly forced: AbortController;
  reason: StopReason | null;
  readonly done: Promise<void>;
}

interface HeldRun {
  readonly run: RunRecord;
  readonly currentEpoch: () => number;
}

/** Leases that may pass without a word from the database before a run is given up. */
const PATIENCE = 20;
const RENEWALS_PER_LEASE = 3;
/** How long an engine that is told to end at once may take. */
const ENGINE_END_MS = 15_000;
const DEFAULTS = { leaseSeconds: 15, pollMs: 1_000, stopAfterMs: 60_000 };

/** Claims runs and executes them, some at once. Truth stays in the store: a worker may die at any point. */
export function makeRunWorker(options: RunWorkerOptions): RunWorker {
  const { store, workerId, concurrency } = options;
  const { leaseSeconds, pollMs, stopAfterMs } = { ...DEFAULTS, ...withoutUndefined(options) };
  const pause = options.pause ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const active = new Map<string, ActiveRun>();
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
    const entry: ActiveRun = {
      status: run.status,
      epoch,
      gentle: new AbortController(),
      forced: new AbortController(),
      reason: null,
      done: Promise.resolve().then(() => perform({ run, currentEpoch: () => entry.epoch })),
    };
    active.set(run.id, entry);
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

  async function perform({ run, currentEpoch }: HeldRun): Promise<void> {
    const { id } = run;
    const claim: Claim = {
      run,
      get epoch() {
        return currentEpoch();
      },
    };
    const journal = makeEventJournal(store, id, pause);
    const stopWatching = watch(claim);
    try {
      await executeRun(options, claim, controlsOf(id, journal));
    } catch (error) {
      await endUnexpectedly(claim, error);
    } finally {
      stopWatching();
      await journal.flush();
      active.delete(id);
      void fill();
    }
  }

  function controlsOf(id: string, journal: RunControls["journal"]): RunControls {
    const run = active.get(id);
    const never = new AbortController();
    return {
      signal: (run?.gentle ?? never).signal,
      killSignal: (run?.forced ?? never).signal,
      stopReason: () => run?.reason ?? null,
      journal,
      pause,
      noticeMs: (leaseSeconds * 1_000) / RENEWALS_PER_LEASE + ENGINE_END_MS,
      onDefect: (error) => options.onError?.(error, id),
    };
  }

  /**
   * Leaves the run to whoever claims it next: a plan is made again, an apply ends as interrupted. Nothing else is safe,
   * because what was thrown may be the very write that would have said how it ended.
   */
  async function endUnexpectedly(claim: Claim, error: unknown): Promise<void> {
    options.onError?.(error, claim.run.id);
    const run = active.get(claim.run.id);
    if (run !== undefined) run.forced.abort();
    await pause(pollMs);
    await store.renewClaim(claim.run.id, claim.epoch, 0).catch(() => false);
  }

  function watch(claim: Claim): () => void {
    const { id } = claim.run;
    let missed = 0;
    const renew = setInterval(() => void keep(), (leaseSeconds * 1_000) / RENEWALS_PER_LEASE);
    const poll = setInterval(() => void look(), pollMs);
    const forget = store.onChange((changed) => {
      if (changed === id) void look();
    });

    async function keep(): Promise<void> {
      try {
        if (await store.renewClaim(id, claim.epoch, leaseSeconds)) missed = 0;
        else stopRun(id, "lost", true);
      } catch {
        // While the database is away nobody else can take the run; killing an apply for it would only lose objects.
        // Counted, not timed: this machine's clock may jump.
        missed += 1;
        if (missed > PATIENCE * RENEWALS_PER_LEASE) stopRun(id, "lost", true);
      }
    }

    async function look(): Promise<void> {
      const wish = await store.cancelRequested(id).catch(() => "no" as const);
      if (wish !== "no") stopRun(id, "user", wish === "forced");
    }

    return () => {
      clearInterval(renew);
      clearInterval(poll);
      forget();
    };
  }

  function stopRun(id: string, reason: StopReason, force: boolean): void {
    const run = active.get(id);
    if (run === undefined) return;
    run.reason ??= reason;
    if (reason === "lost") run.reason = "lost";
    run.gentle.abort();
    if (force) run.forced.abort();
  }

  return {
    start() {
      if (running) return;
      running = true;
      const poll = setInterval(() => void fill(), pollMs);
      stops.push(
        () => clearInterval(poll),
        store.onChange(() => void fill()),
      );
      void fill();
    },

    async stop() {
      running = false;
      for (const stop of stops.splice(0)) stop();
      for (const [id, run] of active) if (run.status !== "confirmed") stopRun(id, "shutdown", false);
      const all = Promise.all([...active.values()].map((run) => run.done));
      const late = setTimeout(() => {
        for (const id of active.keys()) stopRun(id, "shutdown", false);
      }, stopAfterMs);
      await all;
      clearTimeout(late);
    },
  };
}

function withoutUndefined(options: RunWorkerOptions): Partial<typeof DEFAULTS> {
  const { leaseSeconds, pollMs, stopAfterMs } = options;
  return Object.fromEntries(
    Object.entries({ leaseSeconds, pollMs, stopAfterMs }).filter(([, value]) => value !== undefined),
  );
}

import type { Timers } from "../kernel/timers.ts";
import { performPower } from "./perform-power.ts";
import type { PerformPorts } from "./performance.ts";
import type { PowerClaim, PowerStore } from "./ports.ts";

export interface PowerWorkerPorts extends Omit<PerformPorts, "store" | "timers"> {
  readonly store: PowerStore;
  readonly timers: Timers;
  /** Unique among all workers of the database. */
  readonly workerId: string;
  /** Calls back when there may be something to do; answers how to stop that. */
  readonly onChange?: (listener: () => void) => () => void;
  readonly pollMs?: number;
  readonly leaseSeconds?: number;
  readonly onError?: (error: unknown) => void;
}

/** Does power actions wherever runs are worked on. Truth stays in the store: it may die at any point. */
export interface PowerWorker {
  start(): void;
  /** Gives back what it holds; what the cloud was told goes on there, and another worker waits for its end. */
  stop(): Promise<void>;
}

/** Each of them mostly waits. */
const AT_ONCE = 8;
const RENEWALS_PER_LEASE = 3;
const GIVE_BACK_TRIES = 5;
const GIVE_BACK_PAUSE_MS = 500;

export function makePowerWorker(ports: PowerWorkerPorts): PowerWorker {
  const { store, timers, workerId, pollMs = 1_000, leaseSeconds = 10 } = ports;
  const held = new Set<{ readonly done: Promise<void>; readonly stop: AbortController }>();
  const stops: (() => void)[] = [];
  let filling: Promise<void> | null = null;
  let running = false;

  async function fill(): Promise<void> {
    try {
      while (running && held.size < AT_ONCE) {
        const claim = await store.claimNext(workerId, leaseSeconds);
        if (claim === null) return;
        take(claim);
      }
    } catch (error) {
      ports.onError?.(error);
    }
  }

  function look(): void {
    filling ??= fill().finally(() => {
      filling = null;
    });
  }

  function take(claim: PowerClaim): void {
    const stop = new AbortController();
    const entry = {
      stop,
      done: work(claim, stop)
        .catch((error: unknown) => ports.onError?.(error))
        .finally(() => {
          held.delete(entry);
          look();
        }),
    };
    held.add(entry);
    if (!running) stop.abort();
  }

  async function work(claim: PowerClaim, stop: AbortController): Promise<void> {
    const { record, epoch } = claim;
    const forget = timers.every((leaseSeconds * 1_000) / RENEWALS_PER_LEASE, () => void keep(claim, stop));
    try {
      const end = await performPower(ports, claim, stop.signal);
      if (end !== null) await store.finish(record.id, epoch, end);
      else if (!running) await giveBack(claim);
    } finally {
      forget();
    }
  }

  /** Asked for again: else everybody waits until the claim runs out. */
  async function giveBack({ record, epoch }: PowerClaim): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await store.renewClaim(record.id, epoch, 0);
        return;
      } catch (error) {
        if (tries >= GIVE_BACK_TRIES) throw error;
        await timers.pause(GIVE_BACK_PAUSE_MS);
      }
    }
  }

  /** While the database is away nobody else can take it either. */
  async function keep({ record, epoch }: PowerClaim, stop: AbortController): Promise<void> {
    const kept = await store.renewClaim(record.id, epoch, leaseSeconds).catch(() => true);
    if (!kept) stop.abort();
  }

  return {
    start() {
      if (running) return;
      running = true;
      stops.push(timers.every(pollMs, look));
      if (ports.onChange !== undefined) stops.push(ports.onChange(look));
      look();
    },
    async stop() {
      running = false;
      for (const stop of stops.splice(0)) stop();
      await filling;
      const left = [...held];
      for (const { stop } of left) stop.abort();
      await Promise.all(left.map(({ done }) => done));
    },
  };
}

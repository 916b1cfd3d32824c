import { AppError } from "../kernel/app-error.ts";
import type { Timers } from "../kernel/timers.ts";
import type { ImageClaim } from "./ports.ts";
import { type SettleImagePorts, settleImage } from "./settle-image.ts";

export interface ImageWorkerPorts extends Omit<SettleImagePorts, "timers"> {
  readonly timers: Timers;
  /** Unique among all workers of the database. */
  readonly workerId: string;
  readonly pollMs?: number;
  readonly leaseSeconds?: number;
  readonly onError: (error: unknown) => void;
}

/** Does what is due on images, where their files lie. It may die at any point. */
export interface ImageWorker {
  start(): void;
  /** Something may be due now. */
  look(): void;
  stop(): Promise<void>;
}

/** Copying is bound by disks and lines, so a few at once are enough. */
const AT_ONCE = 3;

export function makeImageWorker(ports: ImageWorkerPorts): ImageWorker {
  const { store, files, timers, workerId, pollMs = 1_000, leaseSeconds = 15 } = ports;
  const held = new Set<{ readonly done: Promise<void>; readonly stop: AbortController }>();
  let forget: (() => void) | null = null;
  let filling: Promise<void> | null = null;
  let again = false;

  async function fill(): Promise<void> {
    try {
      do {
        again = false;
        while (forget !== null && held.size < AT_ONCE) {
          const claim = await store.claimNext(workerId, files.home, leaseSeconds);
          if (claim === null) break;
          take(claim);
        }
      } while (again);
    } catch (error) {
      ports.onError(error);
    }
  }

  function look(): void {
    again = true;
    filling ??= fill().finally(() => {
      filling = null;
    });
  }

  function take(claim: ImageClaim): void {
    const stop = new AbortController();
    const done = work(claim, stop)
      .catch((error: unknown) => ports.onError(error))
      .finally(() => {
        held.delete(entry);
        look();
      });
    const entry = { done, stop };
    held.add(entry);
  }

  async function work(claim: ImageClaim, stop: AbortController): Promise<void> {
    const { record, epoch } = claim;
    const end = timers.every((leaseSeconds * 1_000) / 5, () => void keep(claim, stop));
    try {
      await settleImage(ports, claim, stop.signal);
      await store.renewClaim(record.id, epoch, 0);
    } catch (error) {
      // What nobody expected is tried again when the claim has lapsed, and not at once.
      const taken = error instanceof AppError && error.facts["taken"] === true;
      if (!stop.signal.aborted && !taken) throw error;
      await store.renewClaim(record.id, epoch, 0).catch(() => false);
    } finally {
      end();
    }
  }

  /** While the database is away nobody else can take it either. A person who wants it gone does not wait for its end. */
  async function keep({ record, epoch }: ImageClaim, stop: AbortController): Promise<void> {
    const kept = await store.renewClaim(record.id, epoch, leaseSeconds).catch(() => true);
    const now = await store.find(record.id).catch(() => record);
    if (!kept || (now?.status === "removing" && record.status !== "removing")) stop.abort();
  }

  return {
    start() {
      forget ??= timers.every(pollMs, look);
      look();
    },
    look,
    async stop() {
      forget?.();
      forget = null;
      await filling;
      const left = [...held];
      for (const { stop } of left) stop.abort();
      await Promise.all(left.map(({ done }) => done));
    },
  };
}

import type { Timers } from "../kernel/timers.ts";
import { type TendBucketPorts, tendBucket } from "./tend-bucket.ts";

export interface BucketTenderPorts extends TendBucketPorts {
  readonly timers: Timers;
  /** Unique among all workers of the database. */
  readonly workerId: string;
  readonly pollMs?: number;
  readonly onError?: (error: unknown) => void;
}

/** Looks after buckets that are not at rest, wherever runs are worked on. It may die at any point. */
export interface BucketTender {
  start(): void;
  /** Waits for the step it is at. */
  stop(): Promise<void>;
}

/** Longer than any step, whose every question has a limit of its own. */
const LEASE_SECONDS = 300;

export function makeBucketTender(ports: BucketTenderPorts): BucketTender {
  const { store, timers, workerId, pollMs = 500 } = ports;
  let stopLooking: (() => void) | null = null;
  let looking: Promise<void> | null = null;

  async function tendAll(): Promise<void> {
    try {
      while (stopLooking !== null) {
        const claim = await store.claimNext(workerId, LEASE_SECONDS);
        if (claim === null) return;
        await tendBucket(ports, claim);
      }
    } catch (error) {
      ports.onError?.(error);
    }
  }

  function look(): void {
    looking ??= tendAll().finally(() => {
      looking = null;
    });
  }

  return {
    start() {
      stopLooking ??= timers.every(pollMs, look);
    },
    async stop() {
      stopLooking?.();
      stopLooking = null;
      await looking;
    },
  };
}

import type { Timers } from "../kernel/timers.ts";
import { type TendTenantPorts, tendTenant } from "./tend-tenant.ts";

export interface TenantTenderPorts extends TendTenantPorts {
  readonly timers: Timers;
  /** Unique among all workers of the database. */
  readonly workerId: string;
  readonly pollMs?: number;
  readonly onError?: (error: unknown) => void;
}

/** Looks after tenants that are not at rest, wherever runs are worked on. It may die at any point. */
export interface TenantTender {
  start(): void;
  /** Waits for the step it is at. */
  stop(): Promise<void>;
}

/** Longer than any step, whose every question has a limit of its own. */
const LEASE_SECONDS = 300;

export function makeTenantTender(ports: TenantTenderPorts): TenantTender {
  const { store, timers, workerId, pollMs = 500 } = ports;
  let stopLooking: (() => void) | null = null;
  let looking: Promise<void> | null = null;

  async function tendAll(): Promise<void> {
    try {
      while (stopLooking !== null) {
        const claim = await store.claimNext(workerId, LEASE_SECONDS);
        if (claim === null) return;
        await tendTenant(ports, claim);
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

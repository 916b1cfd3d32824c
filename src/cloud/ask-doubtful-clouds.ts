import type { Clock } from "../kernel/clock.ts";
import type { CloudStore } from "./ports.ts";
import type { RefreshCatalog } from "./refresh-catalog.ts";

const PAUSE_MS = 30_000;

export interface AskDoubtfulCloudsPorts {
  readonly store: Pick<CloudStore, "listFor">;
  readonly refresh: RefreshCatalog;
  readonly clock: Clock;
  /** A new signal that fires when a cloud has had long enough. */
  readonly timeLimit: () => AbortSignal;
}

/**
 * Asks every cloud that an account may use again when it did not answer well when it was last asked, so that one which came back is planned on
 * what it offers now and loses its warning. Never fails, and asks a cloud that stays away only twice a minute.
 */
export type AskDoubtfulClouds = (accountId: string) => Promise<void>;

export function makeAskDoubtfulClouds(ports: AskDoubtfulCloudsPorts): AskDoubtfulClouds {
  const askedAt = new Map<string, number>();
  return async (accountId) => {
    const now = ports.clock.now().getTime();
    const clouds = await ports.store.listFor(accountId);
    const due = clouds.filter(
      ({ id, status }) => status !== "ready" && now - (askedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= PAUSE_MS,
    );
    for (const { id } of due) askedAt.set(id, now);
    // The refresh itself notes on the cloud why it failed.
    await Promise.allSettled(due.map(({ id }) => ports.refresh(id, ports.timeLimit())));
  };
}

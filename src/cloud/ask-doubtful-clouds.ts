import type { Clock } from "../kernel/clock.ts";
import type { CloudStore } from "./ports.ts";
import type { RefreshCatalog } from "./refresh-catalog.ts";

const PAUSE_MS = 30_000;

export interface AskDoubtfulCloudsPorts {
  readonly store: Pick<CloudStore, "list">;
  readonly refresh: RefreshCatalog;
  readonly clock: Clock;
  /** A new signal that fires when a cloud has had long enough. */
  readonly timeLimit: () => AbortSignal;
}

/**
 * Asks every cloud again that did not answer well when it was last asked, so that one which came back is planned on
 * what it offers now and loses its warning. Never fails, and asks a cloud that stays away only twice a minute.
 */
export type AskDoubtfulClouds = () => Promise<void>;

export function makeAskDoubtfulClouds(ports: AskDoubtfulCloudsPorts): AskDoubtfulClouds {
  const askedAt = new Map<string, number>();
  return async () => {
    const now = ports.clock.now().getTime();
    const clouds = await ports.store.list();
    const due = clouds.filter(
      ({ id, status }) => status !== "ready" && now - (askedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= PAUSE_MS,
    );
    for (const { id } of due) askedAt.set(id, now);
    // The refresh itself notes on the cloud why it failed.
    await Promise.allSettled(due.map(({ id }) => ports.refresh(id, ports.timeLimit())));
  };
}

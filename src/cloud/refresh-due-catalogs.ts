import type { Clock } from "../kernel/clock.ts";
import type { CloudStore } from "./ports.ts";
import type { RefreshCatalog } from "./refresh-catalog.ts";

const OLD_AFTER_MS = 6 * 60 * 60_000;

export interface RefreshDueCatalogsPorts {
  readonly store: Pick<CloudStore, "list">;
  readonly refresh: RefreshCatalog;
  readonly clock: Clock;
  /** A new signal that fires when a cloud has had long enough. */
  readonly timeLimit: () => AbortSignal;
}

/**
 * Reads again every catalog that is six hours old, one cloud after the other, so that what disappeared is told before
 * somebody plans with it. Never fails: the refresh itself notes on the cloud why it did. Gives how many were read.
 */
export type RefreshDueCatalogs = () => Promise<number>;

export function makeRefreshDueCatalogs(ports: RefreshDueCatalogsPorts): RefreshDueCatalogs {
  /** A cloud that stays away keeps its old catalog, and is asked no more often for it. */
  const askedAt = new Map<string, number>();
  return async () => {
    const clouds = await ports.store.list();
    let read = 0;
    for (const { id, catalogAt } of clouds) {
      const now = ports.clock.now().getTime();
      const last = Math.max(catalogAt === null ? 0 : Date.parse(catalogAt), askedAt.get(id) ?? 0);
      if (now - last < OLD_AFTER_MS) continue;
      askedAt.set(id, now);
      await ports.refresh(id, ports.timeLimit()).then(
        () => {
          read += 1;
        },
        () => undefined,
      );
    }
    return read;
  };
}

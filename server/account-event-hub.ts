import type { AccountEvents, Instance } from "../src/contract/index.ts";
import type { AccountChange, WatchAccountChanges } from "../src/overview/ports.ts";
import { type AccountWatch, type NumberedEvent, watchAccount } from "./account-watch.ts";

export interface AccountEventHubParts {
  /** Tells this service's numbers from those of another, or of an earlier start. */
  readonly name: string;
  readonly onChange: WatchAccountChanges;
  readonly observe: (accountId: string) => Promise<readonly Instance[]>;
  readonly lastSeen: (accountId: string, workspaceId: string) => Promise<readonly Instance[]>;
  readonly observeEveryMs: number;
  /** How long an account that nobody watches any more is kept for those who come back. */
  readonly lingerMs: number;
  readonly keep: number;
  readonly onError: (error: unknown) => void;
}

export interface AccountListening {
  /** Done when everything that changes from then on is told. */
  readonly ready: Promise<void>;
  /** What came behind a place; from null on nothing. Places of another service are not known. */
  since(place: string | null): AccountEvents & { readonly numbered: readonly NumberedEvent[] };
  placeOf(number: number): string;
  stop(): void;
}

/** Who hears of what in which account. */
export interface AccountEventHub {
  listen(accountId: string, listener: () => void): AccountListening;
  close(): void;
}

const ENDS: ReadonlySet<string> = new Set(["applied", "planned-and-finished", "canceled", "errored"]);

/**
 * Tells what changes in accounts. One connection to the database serves all who listen, and the clouds are asked once
 * for each account, however many tabs are open. Nothing is stored: whoever cannot go on from where they were is told to
 * read everything again.
 */
export function makeAccountEventHub(parts: AccountEventHubParts): AccountEventHub {
  const watches = new Map<string, AccountWatch>();
  const leaving = new Map<string, NodeJS.Timeout>();
  let stopListening: (() => void) | null = null;
  let counter = 0;

  function heard(change: AccountChange | null): void {
    if (change === null) {
      for (const watch of watches.values()) watch.reset();
      return;
    }
    const watch = watches.get(change.accountId);
    if (watch === undefined) return;
    if (change.kind === "machine") {
      void watch.lookAgainAt(change.workspaceId);
      return;
    }
    const { accountId: _, ...event } = change;
    watch.push(event);
    if (event.kind === "run" && ENDS.has(event.status)) watch.look();
  }

  function watchOf(accountId: string): AccountWatch {
    const timer = leaving.get(accountId);
    if (timer !== undefined) clearTimeout(timer);
    leaving.delete(accountId);
    const found = watches.get(accountId);
    if (found !== undefined) return found;
    const watch = watchAccount({
      ...parts,
      next: () => {
        counter += 1;
        return counter;
      },
      observe: () => parts.observe(accountId),
      lastSeen: (workspaceId) => parts.lastSeen(accountId, workspaceId),
    });
    watches.set(accountId, watch);
    stopListening ??= parts.onChange(heard);
    return watch;
  }

  function forget(accountId: string): void {
    leaving.delete(accountId);
    watches.get(accountId)?.end();
    watches.delete(accountId);
    if (watches.size > 0) return;
    stopListening?.();
    stopListening = null;
  }

  function left(accountId: string): void {
    if (watches.get(accountId)?.watched() !== false || leaving.has(accountId)) return;
    const timer = setTimeout(() => forget(accountId), parts.lingerMs);
    timer.unref();
    leaving.set(accountId, timer);
  }

  const placeOf = (number: number) => `${parts.name}.${number}`;

  return {
    listen(accountId, listener) {
      const watch = watchOf(accountId);
      const { ready, stop } = watch.listen(listener);
      return {
        ready,
        placeOf,
        since(place) {
          const last = placeOf(watch.last());
          const number = numberIn(place, parts.name);
          const numbered = place === null ? [] : number === null ? null : watch.since(number);
          const items = (numbered ?? []).map(({ event }) => event);
          return { items, last, reset: numbered === null, numbered: numbered ?? [] };
        },
        stop() {
          stop();
          left(accountId);
        },
      };
    },
    close() {
      for (const timer of leaving.values()) clearTimeout(timer);
      for (const accountId of [...watches.keys()]) forget(accountId);
    },
  };
}

function numberIn(place: string | null, name: string): number | null {
  const found = place?.startsWith(`${name}.`) === true ? Number(place.slice(name.length + 1)) : Number.NaN;
  return Number.isSafeInteger(found) ? found : null;
}

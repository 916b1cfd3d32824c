import type { AccountEvent, Instance } from "../src/contract/index.ts";

/** An event with its place among all that this service has told. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: AccountEvent;
}

export interface AccountWatchParts {
  /** Next number; never the same twice. */
  readonly next: () => number;
  /** Asks the clouds for the account's machines. */
  readonly observe: () => Promise<readonly Instance[]>;
  /** What is stored of one workspace's machines. */
  readonly lastSeen: (workspaceId: string) => Promise<readonly Instance[]>;
  readonly observeEveryMs: number;
  /** So many events are kept for those who come back. */
  readonly keep: number;
  readonly onError: (error: unknown) => void;
}

export type AccountWatch = ReturnType<typeof watchAccount>;

/** What is told of one account, to however many who listen; the clouds are asked for all of them at once. */
export function watchAccount(parts: AccountWatchParts) {
  const listeners = new Set<() => void>();
  const known = new Map<string, string>();
  let kept: NumberedEvent[] = [];
  /** Whoever read up to here has missed nothing that is kept. */
  let floor = parts.next();
  let last = floor;
  /** Whether it is known what the machines were like, so that a difference is a change. */
  let based = false;
  let first: Promise<void> | null = null;
  let observing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  function ring(): void {
    for (const listener of [...listeners]) listener();
  }

  function push(event: AccountEvent): void {
    last = parts.next();
    kept.push({ number: last, event });
    const dropped = kept.length > parts.keep ? kept.shift() : undefined;
    if (dropped !== undefined) floor = dropped.number;
    ring();
  }

  function learn(instances: readonly Instance[], tell: boolean): void {
    for (const instance of instances) {
      const key = `${instance.workspaceId} ${instance.site}`;
      // The moment at which it was looked at is no change.
      const facts = JSON.stringify({ ...instance, observedAt: null });
      if (known.get(key) === facts) continue;
      known.set(key, facts);
      if (tell) push({ kind: "machine", instance });
    }
  }

  async function lookOnce(): Promise<void> {
    try {
      learn(await parts.observe(), based);
      based = true;
    } catch (error) {
      parts.onError(error);
    }
  }

  function observe(): Promise<void> {
    observing ??= lookOnce().finally(() => {
      observing = null;
      plan();
    });
    return observing;
  }

  function plan(): void {
    if (timer !== null) clearTimeout(timer);
    timer = listeners.size === 0 ? null : setTimeout(() => void observe(), parts.observeEveryMs);
  }

  return {
    /** Done when the machines were looked at once: what changes from then on is told. */
    listen(listener: () => void): { readonly ready: Promise<void>; readonly stop: () => void } {
      listeners.add(listener);
      if (first === null || timer === null) first = observe();
      return {
        ready: first,
        stop() {
          listeners.delete(listener);
          if (listeners.size === 0) plan();
        },
      };
    },
    watched: () => listeners.size > 0,
    push,
    /** A run ended: its machine is another one now. */
    look: () => void observe(),
    async lookAgainAt(workspaceId: string): Promise<void> {
      if (!based) return;
      try {
        learn(await parts.lastSeen(workspaceId), true);
      } catch (error) {
        parts.onError(error);
      }
    },
    /** Something may have been missed: everybody reads everything again. */
    reset(): void {
      kept = [];
      floor = parts.next();
      last = floor;
      ring();
    },
    /** What came behind a number; null when that is not known. */
    since(number: number): readonly NumberedEvent[] | null {
      return number < floor || number > last ? null : kept.filter((one) => one.number > number);
    },
    last: () => last,
    end(): void {
      if (timer !== null) clearTimeout(timer);
      listeners.clear();
      plan();
    },
  };
}

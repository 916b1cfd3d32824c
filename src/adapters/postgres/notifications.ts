import type pg from "pg";

type Listener = (payload: string | null) => void;

const RECONNECT_MS = 1_000;

/**
 * Passes on the notifications of a channel over one connection, which is held only while somebody listens. While it is
 * broken everybody is woken once a second instead, with null, and once more when it is back, because notifications were
 * missed.
 */
export function makeNotifications(pool: pg.Pool, channel: string) {
  const listeners = new Set<Listener>();
  let client: pg.PoolClient | null = null;
  let connecting = false;
  let retry: NodeJS.Timeout | null = null;

  function tell(payload: string | null): void {
    for (const listener of [...listeners]) listener(payload);
  }

  async function connect(): Promise<void> {
    if (client !== null || connecting || listeners.size === 0) return;
    connecting = true;
    try {
      const fresh = await pool.connect();
      fresh.on("error", lost);
      fresh.on("notification", heard);
      client = fresh;
      await fresh.query(`listen ${channel}`);
      tell(null);
    } catch {
      lost();
    } finally {
      connecting = false;
      if (listeners.size === 0) release();
    }
  }

  function heard({ payload }: pg.Notification): void {
    tell(payload === undefined || payload === "" ? null : payload);
  }

  function lost(): void {
    release();
    if (listeners.size === 0 || retry !== null) return;
    retry = setTimeout(() => {
      retry = null;
      tell(null);
      void connect();
    }, RECONNECT_MS);
  }

  function release(): void {
    const old = client;
    client = null;
    if (old === null) return;
    old.off("error", lost);
    old.off("notification", heard);
    // A session that listens is not lent out again: it is closed.
    old.release(true);
  }

  return function onNotification(listener: Listener): () => void {
    listeners.add(listener);
    void connect();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      if (retry !== null) clearTimeout(retry);
      retry = null;
      if (!connecting) release();
    };
  };
}

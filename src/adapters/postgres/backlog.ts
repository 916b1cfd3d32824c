import type pg from "pg";

/** What waits, for the operator's monitoring. */
export interface Backlog {
  readonly oldestWaitingSeconds: number;
  readonly webhooksWaiting: number;
}

export async function readBacklog(pool: pg.Pool): Promise<Backlog> {
  const { rows } = await pool.query<{ oldest: number | null; webhooks: number }>(
    `select (select extract(epoch from now() - min(created_at))::float8 from run where status = 'pending') as oldest,
            (select count(*)::integer from webhook_delivery
              where status = 'waiting' and next_attempt_at <= now()) as webhooks`,
  );
  return { oldestWaitingSeconds: rows[0]?.oldest ?? 0, webhooksWaiting: rows[0]?.webhooks ?? 0 };
}

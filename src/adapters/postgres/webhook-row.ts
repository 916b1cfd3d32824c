import { Webhook, WebhookDelivery } from "../../contract/index.ts";

export interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly active: boolean;
  readonly paused_because: string | null;
  readonly created_at: Date;
  readonly created_by: string;
}

export interface DeliveryRow {
  readonly id: string;
  readonly position: string;
  readonly event: string;
  readonly status: string;
  readonly attempts: number;
  readonly response_status: number | null;
  readonly failure: string | null;
  readonly created_at: Date;
  readonly next_attempt_at: Date | null;
  readonly finished_at: Date | null;
}

export function webhookOf(row: WebhookRow): Webhook {
  const { id, name, url, events, active } = row;
  const made = { createdAt: row.created_at.toISOString(), createdBy: row.created_by };
  return Webhook.parse({ id, name, url, events, active, pausedBecause: row.paused_because, ...made });
}

export function deliveryOf(row: DeliveryRow): WebhookDelivery {
  return WebhookDelivery.parse({
    id: row.id,
    event: row.event,
    status: row.status,
    attempts: row.attempts,
    responseStatus: row.response_status,
    failure: row.failure,
    createdAt: row.created_at.toISOString(),
    nextAttemptAt: row.status === "waiting" ? (row.next_attempt_at?.toISOString() ?? null) : null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  });
}

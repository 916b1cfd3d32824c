import type pg from "pg";
import type { WebhookOutbox } from "../../webhook/ports.ts";
import type { Sealer } from "./sealer.ts";
import { purposeOf } from "./webhook-store.ts";

interface DueRow {
  readonly id: string;
  readonly webhook_id: string;
  readonly body: string;
  readonly attempts: number;
  readonly url: string;
  readonly secret_sealed: Buffer;
}

/** Longer than an attempt may take. */
const TAKEN_FOR = "1 minute";
/** The log of what was sent is kept so long. */
const KEPT = "30 days";

/** Messages to webhooks in PostgreSQL, taken by as many senders as there are. */
export function makeWebhookOutbox(pool: pg.Pool, sealer: Sealer): WebhookOutbox {
  return {
    async takeDue(limit) {
      const { rows } = await pool.query<DueRow>(
        `with due as (
           select delivery.id from webhook_delivery delivery join webhook on webhook.id = delivery.webhook_id
            where delivery.status = 'waiting' and delivery.next_attempt_at <= now() and webhook.active
              and (delivery.taken_until is null or delivery.taken_until < now())
            order by delivery.next_attempt_at
            limit $1
            for update of delivery skip locked)
         update webhook_delivery delivery
            set attempts = delivery.attempts + 1, taken_until = now() + interval '${TAKEN_FOR}'
           from due, webhook
          where delivery.id = due.id and webhook.id = delivery.webhook_id
          returning delivery.id, delivery.webhook_id, delivery.body, delivery.attempts, webhook.url,
                    webhook.secret_sealed`,
        [limit],
      );
      return rows.map((row) => ({
        id: row.id,
        webhookId: row.webhook_id,
        url: row.url,
        secret: sealer.open(row.secret_sealed, purposeOf(row.webhook_id)),
        body: row.body,
        attempt: row.attempts,
      }));
    },

    async delivered(id, responseStatus) {
      await pool.query(
        `with done as (
           update webhook_delivery
              set status = 'delivered', response_status = $2, failure = null, finished_at = now(), taken_until = null
            where id = $1 returning webhook_id),
         forgotten as (
           delete from webhook_delivery where finished_at < now() - interval '${KEPT}'
              and webhook_id = (select webhook_id from done))
         update webhook set given_up_in_a_row = 0
          where id = (select webhook_id from done) and given_up_in_a_row > 0`,
        [id, responseStatus],
      );
    },

    async failed(id, { responseStatus, failure, nextAttemptAt }) {
      const { rows } = await pool.query<{ given_up: number }>(
        `with noted as (
           update webhook_delivery
              set response_status = $2, failure = $3, next_attempt_at = $4::timestamptz, taken_until = null,
                  status = case when $4::timestamptz is null then 'failed' else 'waiting' end,
                  finished_at = case when $4::timestamptz is null then now() end
            where id = $1 returning webhook_id)
         update webhook
            set given_up_in_a_row = given_up_in_a_row + case when $4::timestamptz is null then 1 else 0 end
          where id = (select webhook_id from noted)
          returning given_up_in_a_row as given_up`,
        [id, responseStatus, failure.slice(0, 500), nextAttemptAt],
      );
      return rows[0]?.given_up ?? 0;
    },

    async pause(webhookId, reason) {
      await pool.query("update webhook set active = false, paused_because = $2 where id = $1", [webhookId, reason]);
    },
  };
}

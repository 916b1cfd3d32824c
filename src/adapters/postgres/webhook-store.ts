import { randomUUID } from "node:crypto";
import type pg from "pg";
import { AppError } from "../../kernel/app-error.ts";
import type { WebhookStore } from "../../webhook/ports.ts";
import type { Sealer } from "./sealer.ts";
import { type DeliveryRow, deliveryOf, type WebhookRow, webhookOf } from "./webhook-row.ts";

/** All but the secret, which a request may write and not read. */
const COLUMNS = "id, owner_id, name, url, events, active, paused_because, given_up_in_a_row, created_at, created_by";

/** Webhooks in PostgreSQL; their secrets are sealed. */
export function makeWebhookStore(pool: pg.Pool, sealer: Sealer): WebhookStore {
  async function find(ownerId: string, id: string): Promise<WebhookRow | null> {
    const { rows } = await pool.query<WebhookRow>(`select ${COLUMNS} from webhook where owner_id = $1 and id = $2`, [
      ownerId,
      id,
    ]);
    return rows[0] ?? null;
  }

  return {
    async list(ownerId) {
      const { rows } = await pool.query<WebhookRow>(
        `select ${COLUMNS} from webhook where owner_id = $1 order by created_at, id`,
        [ownerId],
      );
      return rows.map(webhookOf);
    },

    async find(ownerId, id) {
      const row = await find(ownerId, id);
      return row && webhookOf(row);
    },

    async create(ownerId, webhook, secret) {
      await pool.query(
        `insert into webhook (id, owner_id, name, url, events, secret_sealed, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          ...[webhook.id, ownerId, webhook.name, webhook.url, webhook.events],
          ...[sealer.seal(secret, purposeOf(webhook.id)), webhook.createdAt, webhook.createdBy],
        ],
      );
    },

    async change(ownerId, id, change) {
      const { rows } = await pool.query<WebhookRow>(
        `update webhook
            set name = coalesce($3, name), url = coalesce($4, url), events = coalesce($5, events),
                active = coalesce($6, active),
                paused_because = case when $6 is null then paused_because end,
                given_up_in_a_row = case when $6 is null then given_up_in_a_row else 0 end
          where owner_id = $1 and id = $2
          returning ${COLUMNS}`,
        [ownerId, id, change.name ?? null, change.url ?? null, change.events ?? null, change.active ?? null],
      );
      return rows[0] ? webhookOf(rows[0]) : null;
    },

    async replaceSecret(ownerId, id, secret) {
      await pool.query("update webhook set secret_sealed = $3 where owner_id = $1 and id = $2", [
        ownerId,
        id,
        sealer.seal(secret, purposeOf(id)),
      ]);
    },

    async remove(ownerId, id) {
      await pool.query("delete from webhook where owner_id = $1 and id = $2", [ownerId, id]);
    },

    async deliveries(ownerId, id, { limit, before }) {
      const { rows } = await pool.query<DeliveryRow>(
        `select delivery.* from webhook_delivery delivery join webhook on webhook.id = delivery.webhook_id
          where webhook.owner_id = $1 and webhook.id = $2 and ($3::bigint is null or delivery.position < $3)
          order by delivery.position desc
          limit $4`,
        [ownerId, id, before, limit],
      );
      return rows.map((row) => ({ ...deliveryOf(row), position: Number(row.position) }));
    },

    async enqueue(ownerId, id, event, document) {
      const deliveryId = randomUUID();
      const message = { id: deliveryId, type: event, timestamp: new Date().toISOString(), data: document };
      const { rows } = await pool.query<DeliveryRow>(
        `insert into webhook_delivery (id, webhook_id, event, body)
         select $3, webhook.id, $4, $5 from webhook where owner_id = $1 and id = $2
         returning *`,
        [ownerId, id, deliveryId, event, JSON.stringify(message)],
      );
      if (rows[0] === undefined) throw new AppError("not-found", `There is no webhook ${id}.`, { webhookId: id });
      return deliveryOf(rows[0]);
    },

    async redeliver(ownerId, id, deliveryId) {
      const { rows } = await pool.query<DeliveryRow>(
        `update webhook_delivery
            set status = 'waiting', attempts = 0, next_attempt_at = now(), taken_until = null, finished_at = null
          where id = $3 and webhook_id = (select webhook.id from webhook where owner_id = $1 and webhook.id = $2)
          returning *`,
        [ownerId, id, deliveryId],
      );
      return rows[0] ? deliveryOf(rows[0]) : null;
    },
  };
}

/** What a webhook's sealed secret is bound to. */
export function purposeOf(webhookId: string): string {
  return `webhook:${webhookId}`;
}

import type { Webhook, WebhookDelivery, WebhookReceipt, WebhookRequest } from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

export const webhooksKey = ["webhooks"] as const;
export const deliveriesKey = (id: string) => ["webhooks", id, "deliveries"] as const;

export const readWebhooks = () => listOf<Webhook>("/webhooks");
export const makeWebhook = (request: WebhookRequest) => call<WebhookReceipt>("POST", "/webhooks", { body: request });
export const changeWebhook = (id: string, change: Partial<WebhookRequest> & { readonly active?: boolean }) =>
  call<Webhook>("PATCH", `/webhooks/${id}`, { body: change });
export const forgetWebhook = (id: string) => call<void>("DELETE", `/webhooks/${id}`);
export const renewWebhookSecret = (id: string) => call<WebhookReceipt>("POST", `/webhooks/${id}/secret`);
export const testWebhook = (id: string) => call<WebhookDelivery>("POST", `/webhooks/${id}/test`);
export const readDeliveries = (id: string) =>
  listOf<WebhookDelivery>(`/webhooks/${id}/deliveries`, { query: { limit: 50 } });
export const redeliver = (id: string, deliveryId: string) =>
  call<WebhookDelivery>("POST", `/webhooks/${id}/deliveries/${deliveryId}/redeliver`);

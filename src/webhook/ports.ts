import type { Webhook, WebhookChangeRequest, WebhookDelivery, WebhookEvent } from "../contract/index.ts";

/** Webhooks of one account and the log of what was sent. A store answers only for the owner it is asked for. */
export interface WebhookStore {
  list(ownerId: string): Promise<readonly Webhook[]>;
  find(ownerId: string, id: string): Promise<Webhook | null>;
  create(ownerId: string, webhook: Webhook, secret: string): Promise<void>;
  /** Null when there is none; setting `active` clears the reason of a pause. */
  change(ownerId: string, id: string, change: WebhookChangeRequest): Promise<Webhook | null>;
  replaceSecret(ownerId: string, id: string, secret: string): Promise<void>;
  remove(ownerId: string, id: string): Promise<void>;
  /** Latest first; `before` is the position that the page before ended with. */
  deliveries(
    ownerId: string,
    id: string,
    page: { readonly limit: number; readonly before: number | null },
  ): Promise<readonly (WebhookDelivery & { readonly position: number })[]>;
  /** Queues one event of its own, such as a test. */
  enqueue(ownerId: string, id: string, event: WebhookEvent, document: unknown): Promise<WebhookDelivery>;
  /** Queues what was sent before once more, with the same id; null when there is no such delivery. */
  redeliver(ownerId: string, id: string, deliveryId: string): Promise<WebhookDelivery | null>;
}

/** One message that is due, with all that sending it needs. Never leaves the process. */
export interface DueDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly url: string;
  readonly secret: string;
  /** The message as text: what is signed is what is sent. */
  readonly body: string;
  /** This attempt's number, from 1. */
  readonly attempt: number;
}

/** The outbox: a message is written in the transaction that makes it true, and taken by one sender at a time. */
export interface WebhookOutbox {
  /** Takes up to `limit` due messages for a minute; a sender that dies loses them to another. */
  takeDue(limit: number): Promise<readonly DueDelivery[]>;
  delivered(id: string, responseStatus: number): Promise<void>;
  /** Null `nextAttemptAt` gives the message up; answers how many messages of this webhook were given up in a row. */
  failed(
    id: string,
    outcome: { readonly responseStatus: number | null; readonly failure: string; readonly nextAttemptAt: Date | null },
  ): Promise<number>;
  pause(webhookId: string, reason: string): Promise<void>;
}

/** The answer to one attempt; `failure` when there was none. */
export type SendOutcome =
  | { readonly kind: "answered"; readonly status: number }
  | { readonly kind: "failed"; readonly failure: string };

/** Posts one message; never throws, follows no redirect, reaches no address inside the operator's networks. */
export type SendWebhook = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<SendOutcome>;

/** Standard Webhooks signature (standardwebhooks.com, `v1`): HMAC-SHA256 over `id.timestamp.body`, base64. */
export type SignWebhook = (secret: string, id: string, timestampSeconds: number, body: string) => string;

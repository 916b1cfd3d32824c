import { makeAddressGuard } from "../../src/adapters/http/address-guard.ts";
import { makeSendWebhook } from "../../src/adapters/webhook/send-webhook.ts";
import { newWebhookSecret, signWebhook } from "../../src/adapters/webhook/sign-webhook.ts";
import type { Webhook } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { makeDeliverDue, type WebhookOutbox, type WebhookStore } from "../../src/webhook/index.ts";
import type { WebhookServices } from "../services.ts";

const LOOK_EVERY_MS = 1_000;

interface WebhookParts {
  readonly store: WebhookStore;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Webhooks for the routes. */
export function webhookServices({ store, clock, newId }: WebhookParts): WebhookServices {
  async function find(ownerId: string, id: string): Promise<Webhook> {
    return (await store.find(ownerId, id)) ?? absent(id);
  }

  return {
    list: ({ accountId }) => store.list(accountId),
    find: ({ accountId }, id) => find(accountId, id),
    async create({ accountId, name: createdBy }, request) {
      const made = { createdAt: clock.now().toISOString(), createdBy };
      const webhook: Webhook = { id: newId(), ...request, active: true, pausedBecause: null, ...made };
      const secret = newWebhookSecret();
      await store.create(accountId, webhook, secret);
      return { webhook, secret };
    },
    change: async ({ accountId }, id, change) => (await store.change(accountId, id, change)) ?? absent(id),
    async replaceSecret({ accountId }, id) {
      const webhook = await find(accountId, id);
      const secret = newWebhookSecret();
      await store.replaceSecret(accountId, id, secret);
      return { webhook, secret };
    },
    async remove({ accountId }, id) {
      await find(accountId, id);
      await store.remove(accountId, id);
    },
    async test({ accountId }, id) {
      const { active, name } = await find(accountId, id);
      if (!active) throw new AppError("webhook-paused", `${name} is paused; let it go on before testing it.`);
      return store.enqueue(accountId, id, "test", { text: "This is a test." });
    },
    async deliveries({ accountId }, id, page) {
      await find(accountId, id);
      return store.deliveries(accountId, id, page);
    },
    async redeliver({ accountId }, id, deliveryId) {
      await find(accountId, id);
      const queued = await store.redeliver(accountId, id, deliveryId);
      if (queued !== null) return queued;
      throw new AppError("not-found", `There is no delivery ${deliveryId} of this webhook.`, { deliveryId });
    },
  };
}

export interface WebhookSender {
  start(): void;
  stop(): Promise<void>;
}

interface SenderParts {
  readonly outbox: WebhookOutbox;
  readonly clock: Clock;
  /** Networks besides the public ones that may be sent to, in CIDR form. */
  readonly allowedNetworks: readonly string[];
  readonly onError: (error: unknown) => void;
}

/** Looks into the outbox every second and sends what is due; any number of services may do so side by side. */
export function makeWebhookSender({ outbox, clock, allowedNetworks, onError }: SenderParts): WebhookSender {
  const { send, close } = makeSendWebhook(makeAddressGuard(allowedNetworks));
  const deliverDue = makeDeliverDue({ outbox, send, sign: signWebhook, clock });
  let timer: NodeJS.Timeout | undefined;
  let atWork: Promise<void> = Promise.resolve();
  let running = false;

  async function look(): Promise<void> {
    try {
      while (running && (await deliverDue()) > 0);
    } catch (error) {
      onError(error);
    }
    if (running) timer = setTimeout(begin, LOOK_EVERY_MS);
  }

  function begin(): void {
    atWork = look();
  }

  return {
    start() {
      if (running) return;
      running = true;
      begin();
    },
    async stop() {
      running = false;
      clearTimeout(timer);
      await atWork;
      await close();
    },
  };
}

function absent(id: string): never {
  throw new AppError("not-found", `There is no webhook ${id}.`, { webhookId: id });
}

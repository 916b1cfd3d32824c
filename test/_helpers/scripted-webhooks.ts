import type { WebhookServices } from "../../server/services.ts";
import type { Webhook, WebhookDelivery } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { AT } from "./samples.ts";

export const WEBHOOK_ID = "6a1f6a3e-4d56-4c83-9a0e-0c1f4d2b7a10";

export function sampleWebhook(): Webhook {
  return {
    id: WEBHOOK_ID,
    name: "chat",
    url: "https://chat.example/hook",
    events: ["run.errored"],
    active: true,
    pausedBecause: null,
    createdAt: AT,
    createdBy: "Ann",
  };
}

export function sampleDelivery(position: number): WebhookDelivery & { position: number } {
  const id = `6a1f6a3e-4d56-4c83-9a0e-${String(position).padStart(12, "0")}`;
  const sent = { status: "delivered", attempts: 1, responseStatus: 200, failure: null } as const;
  return { id, event: "run.errored", ...sent, createdAt: AT, nextAttemptAt: null, finishedAt: AT, position };
}

/** One webhook with three deliveries; every other id is not found. `note` hears each call. */
export function scriptWebhooks(note: (name: string, ...args: unknown[]) => void): WebhookServices {
  const owned = (id: string): void => {
    if (id !== WEBHOOK_ID) throw new AppError("not-found", `There is no webhook ${id}.`);
  };
  return {
    list: async () => [sampleWebhook()],
    async find(_principal, id) {
      owned(id);
      return sampleWebhook();
    },
    async create(_principal, request) {
      note("createWebhook", request);
      return { webhook: { ...sampleWebhook(), ...request }, secret: "whsec_c2VjcmV0" };
    },
    async change(_principal, id, change) {
      owned(id);
      note("changeWebhook", id, change);
      return sampleWebhook();
    },
    async replaceSecret(_principal, id) {
      owned(id);
      return { webhook: sampleWebhook(), secret: "whsec_bmV3" };
    },
    async remove(_principal, id) {
      owned(id);
      note("removeWebhook", id);
    },
    async test(_principal, id) {
      owned(id);
      return sampleDelivery(4);
    },
    async deliveries(_principal, id, { limit, before }) {
      owned(id);
      return [3, 2, 1]
        .filter((position) => before === null || position < before)
        .slice(0, limit)
        .map(sampleDelivery);
    },
    async redeliver(_principal, id) {
      owned(id);
      return sampleDelivery(3);
    },
  };
}

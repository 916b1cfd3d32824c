export { makeDeliverDue } from "./deliver-due.ts";
export type { WebhookOutbox, WebhookStore } from "./ports.ts";

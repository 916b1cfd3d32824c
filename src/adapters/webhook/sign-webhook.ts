import { createHmac, randomBytes } from "node:crypto";
import type { SignWebhook } from "../../webhook/ports.ts";

const PREFIX = "whsec_";
const SECRET_BYTES = 24;

/** A fresh secret in the form that Standard Webhooks libraries take: `whsec_` and base64. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;
}

export const signWebhook: SignWebhook = (secret, id, timestampSeconds, body) => {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestampSeconds}.${body}`).digest("base64");
  return `v1,${signature}`;
};

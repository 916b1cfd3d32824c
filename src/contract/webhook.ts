import * as z from "zod";

/** What an account can be told of. `run.planned` waits for a review. */
export const WebhookEvent = z
  .enum([
    "run.planned",
    "run.applied",
    "run.planned-and-finished",
    "run.errored",
    "run.canceled",
    "run.discarded",
    "workspace.created",
    "workspace.removed",
    "drift.found",
    "drift.gone",
    "test",
  ])
  .meta({ id: "WebhookEvent" });
export type WebhookEvent = z.infer<typeof WebhookEvent>;

const ChosenEvents = z
  .array(WebhookEvent.exclude(["test"]))
  .min(1)
  .max(20)
  .meta({ description: "Events that are sent" });

const Target = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((text) => URL.canParse(text) && new URL(text).username === "" && new URL(text).password === "", {
    error: "must not hold a user name or a password; the signature proves who sends",
  })
  .meta({ description: "Where events are posted; a public address, reached without redirects" });

export const WebhookRequest = z
  .strictObject({ name: z.string().trim().min(1).max(80), url: Target, events: ChosenEvents })
  .meta({ id: "WebhookRequest" });
export type WebhookRequest = z.infer<typeof WebhookRequest>;

export const WebhookChangeRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(80).optional(),
    url: Target.optional(),
    events: ChosenEvents.optional(),
    active: z.boolean().optional().meta({ description: "true also ends a pause after failures" }),
  })
  .meta({ id: "WebhookChangeRequest" });
export type WebhookChangeRequest = z.infer<typeof WebhookChangeRequest>;

export const Webhook = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.string(),
    events: z.array(WebhookEvent),
    active: z.boolean(),
    pausedBecause: z.string().nullable().meta({ description: "Why the service stopped sending by itself" }),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: "Webhook" });
export type Webhook = z.infer<typeof Webhook>;

/** Answer to a creation or a new secret; the secret is shown here once. */
export const WebhookReceipt = z
  .object({ webhook: Webhook, secret: z.string().meta({ description: "whsec_…, signs every delivery" }) })
  .meta({ id: "WebhookReceipt" });
export type WebhookReceipt = z.infer<typeof WebhookReceipt>;

export const WebhookDelivery = z
  .object({
    id: z.uuid(),
    event: WebhookEvent,
    status: z.enum(["waiting", "delivered", "failed"]),
    attempts: z.int(),
    responseStatus: z.int().nullable(),
    failure: z.string().nullable().meta({ description: "Why the last attempt did not succeed" }),
    createdAt: z.iso.datetime(),
    nextAttemptAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

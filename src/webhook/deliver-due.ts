import type { Clock } from "../kernel/clock.ts";
import type { DueDelivery, SendOutcome, SendWebhook, SignWebhook, WebhookOutbox } from "./ports.ts";

export interface DeliverDuePorts {
  readonly outbox: WebhookOutbox;
  readonly send: SendWebhook;
  readonly sign: SignWebhook;
  readonly clock: Clock;
}

const MINUTE = 60_000;
/** Pauses after the first, second … failed attempt: most receivers are back in minutes, a weekend is too long to wait. */
const PAUSES_MS = [5_000, 30_000, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE, 180 * MINUTE, 360 * MINUTE, 720 * MINUTE];
/** Messages given up in a row, each after about a day, until nothing more is sent. */
const PATIENCE = 5;
const AT_ONCE = 10;
const GONE = 410;

/** Sends what is due; answers how many messages were tried. */
export function makeDeliverDue({ outbox, send, sign, clock }: DeliverDuePorts): () => Promise<number> {
  async function deliver(due: DueDelivery): Promise<void> {
    const seconds = Math.floor(clock.now().getTime() / 1_000);
    const outcome = await send(
      due.url,
      {
        "content-type": "application/json",
        "webhook-id": due.id,
        "webhook-timestamp": String(seconds),
        "webhook-signature": sign(due.secret, due.id, seconds, due.body),
      },
      due.body,
    );
    if (outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300) {
      return outbox.delivered(due.id, outcome.status);
    }
    return retryLater(due, outcome);
  }

  async function retryLater(due: DueDelivery, outcome: SendOutcome): Promise<void> {
    const status = outcome.kind === "answered" ? outcome.status : null;
    const failure = outcome.kind === "answered" ? `The receiver answered ${outcome.status}.` : outcome.failure;
    const gone = status === GONE;
    const pause = gone ? undefined : PAUSES_MS[due.attempt - 1];
    const nextAttemptAt = pause === undefined ? null : new Date(clock.now().getTime() + pause);
    const givenUp = await outbox.failed(due.id, { responseStatus: status, failure, nextAttemptAt });
    if (gone) await outbox.pause(due.webhookId, "The receiver answered 410 Gone: it wants no more messages.");
    else if (nextAttemptAt === null && givenUp >= PATIENCE) {
      await outbox.pause(due.webhookId, `${givenUp} messages in a row could not be delivered. Last: ${failure}`);
    }
  }

  return async () => {
    const due = await outbox.takeDue(AT_ONCE);
    await Promise.all(due.map(deliver));
    return due.length;
  };
}

import { expect, test } from "@jest/globals";
import { makeDeliverDue } from "../../src/webhook/index.ts";
import type { DueDelivery, SendOutcome, WebhookOutbox } from "../../src/webhook/ports.ts";

const NOW = new Date("2026-11-21T12:00:00.000Z");

function due(attempt: number): DueDelivery {
  return { id: "d-1", webhookId: "w-1", url: "https://a.example", secret: "whsec_eA==", body: '{"a":1}', attempt };
}

/** Runs one round on a single due message; tells what was sent and what was noted. */
async function round(attempt: number, outcome: SendOutcome, givenUpInARow = 0) {
  const noted: unknown[] = [];
  const sent: unknown[] = [];
  const outbox: WebhookOutbox = {
    takeDue: async () => [due(attempt)],
    async delivered(id, status) {
      noted.push(["delivered", id, status]);
    },
    async failed(id, { responseStatus, failure, nextAttemptAt }) {
      noted.push(["failed", id, responseStatus, failure, nextAttemptAt?.toISOString() ?? null]);
      return givenUpInARow;
    },
    async pause(id, reason) {
      noted.push(["pause", id, reason]);
    },
  };
  const tried = await makeDeliverDue({
    outbox,
    clock: { now: () => NOW },
    sign: (secret, id, seconds, body) => `v1,${[secret, id, seconds, body].join("|")}`,
    async send(url, headers, body) {
      sent.push([url, headers, body]);
      return outcome;
    },
  })();
  return { tried, noted, sent };
}

test("a message is signed over its id, its time and exactly the text that is sent", async () => {
  const { sent, noted, tried } = await round(1, { kind: "answered", status: 204 });

  expect(sent).toEqual([
    [
      "https://a.example",
      {
        "content-type": "application/json",
        "webhook-id": "d-1",
        "webhook-timestamp": "1795262400",
        "webhook-signature": 'v1,whsec_eA==|d-1|1795262400|{"a":1}',
      },
      '{"a":1}',
    ],
  ]);
  expect(noted).toEqual([["delivered", "d-1", 204]]);
  expect(tried).toBe(1);
});

test("a refusal, a redirect and silence are tried again, later each time", async () => {
  const first = await round(1, { kind: "answered", status: 500 });
  const second = await round(2, { kind: "answered", status: 302 });
  const third = await round(3, { kind: "failed", failure: "No answer within 15 seconds." });

  expect(first.noted).toEqual([["failed", "d-1", 500, "The receiver answered 500.", "2026-11-21T12:00:05.000Z"]]);
  expect(second.noted).toEqual([["failed", "d-1", 302, "The receiver answered 302.", "2026-11-21T12:00:30.000Z"]]);
  expect(third.noted).toEqual([["failed", "d-1", null, "No answer within 15 seconds.", "2026-11-21T12:02:00.000Z"]]);
});

test("after the ninth attempt a message is given up, and after five of those the webhook is paused with the reason", async () => {
  const once = await round(9, { kind: "answered", status: 500 }, 4);
  const often = await round(9, { kind: "answered", status: 500 }, 5);

  expect(once.noted).toEqual([["failed", "d-1", 500, "The receiver answered 500.", null]]);
  expect(often.noted.at(-1)).toEqual([
    "pause",
    "w-1",
    "5 messages in a row could not be delivered. Last: The receiver answered 500.",
  ]);
});

test("a receiver that is gone for good gets nothing more", async () => {
  const { noted } = await round(1, { kind: "answered", status: 410 });

  expect(noted).toEqual([
    ["failed", "d-1", 410, "The receiver answered 410.", null],
    ["pause", "w-1", "The receiver answered 410 Gone: it wants no more messages."],
  ]);
});

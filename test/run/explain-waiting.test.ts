import { expect, test } from "@jest/globals";
import { explainWaiting } from "../../src/run/explain-waiting.ts";
import type { WaitingFacts } from "../../src/run/ports.ts";
import { UNHINDERED } from "../_helpers/run-records.ts";

function reason(status: Parameters<typeof explainWaiting>[0]["status"], facts: Partial<WaitingFacts>): string | null {
  return explainWaiting({ status }, { ...UNHINDERED, ...facts })?.reason ?? null;
}

test("a waiting run names the worker, the lock, the share or its place, the first that applies", () => {
  const all = { workersAlive: 0, lockedBy: "ann@desk", ownerLimit: 3, ownerActive: 3, position: 4 };

  expect(reason("pending", all)).toBe("no-worker");
  expect(reason("pending", { ...all, workersAlive: 1 })).toBe("state-locked");
  expect(reason("confirmed", { ...all, workersAlive: 1, lockedBy: null })).toBe("tenant-share");
  expect(reason("confirmed", { ...all, workersAlive: 1, lockedBy: null, ownerActive: 2 })).toBe("queue");
});

test("a waiting run says when the machine is being started or stopped, and goes on afterwards", () => {
  expect(reason("pending", { powerChanges: true, ownerLimit: 3, ownerActive: 3 })).toBe("power");
  expect(reason("confirmed", { powerChanges: true, lockedBy: "ann@desk" })).toBe("state-locked");
  expect(reason("confirmed", { powerChanges: false })).toBe("queue");
});

test("a run whose worker was lost says whether somebody comes, and until when its engine may live", () => {
  const lost = { claim: "lost" as const, engineEndsAt: new Date("2026-11-21T12:04:00.000Z"), hostName: "alpha" };

  expect(reason("planning", { claim: "lost" })).toBe("worker-lost");
  expect(reason("planning", { claim: "lost", workersAlive: 0 })).toBe("no-worker");
  expect(reason("applying", { ...lost, hostAlive: true })).toBe("worker-lost");
  expect(explainWaiting({ status: "applying" }, { ...UNHINDERED, ...lost })?.text).toContain(
    "lost while it was applying. Terraform may still be at work there; at 2026-11-21T12:04:00.000Z",
  );
});

test("a run at work is only explained when the state is locked by another or nothing was heard for ten minutes", () => {
  const held = { claim: "held" as const };

  expect(reason("applying", { ...held, silentSeconds: 599 })).toBeNull();
  expect(reason("applying", { ...held, silentSeconds: 600 })).toBe("silent");
  expect(reason("planning", { ...held, lockedBy: "ann@desk" })).toBe("state-locked");
  expect(reason("pending", held)).toBeNull();
});

test("a run that waits for a person, or has ended, waits for nothing else", () => {
  expect(reason("planned", {})).toBeNull();
  expect(reason("applied", {})).toBeNull();
});

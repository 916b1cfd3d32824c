import { expect, test } from "@jest/globals";
import { EVENT_TEXTS } from "../../src/contract/index.ts";
import { type EventFacts, tellEvent } from "../../src/overview/index.ts";

function fact(change: Partial<EventFacts>): EventFacts {
  return {
    ...{ id: "run/1", position: "1 run/1", at: new Date("2026-11-21T12:00:00Z"), kind: "run", what: "run-started" },
    ...{ verb: null, outcome: "done", detail: null, site: null, runId: null, powerActionId: null, revision: null },
    ...{ byId: "ann", byName: "Ann" },
    ...change,
  };
}

test.each<[string, string | null, number | null, keyof typeof EVENT_TEXTS]>([
  ["revision-submitted", null, 1, "revision-first"],
  ["revision-submitted", null, 2, "revision-changed"],
  ["run-started", "apply", 1, "run-started"],
  ["run-started", "destroy", 1, "run-destroy-started"],
  ["run-started", "repair", 1, "run-repair-started"],
  ["run-applied", "apply", 1, "run-applied"],
  ["run-applied", "destroy", 1, "run-destroyed"],
  ["power-asked", "stop", null, "power-stop-asked"],
  ["power-done", "reboot", null, "power-reboot-done"],
  ["power-failed", "reboot", null, "power-failed"],
  ["state.rollback", null, null, "state.rollback"],
])("%s of %j (revision %j) is told as %s", (what, verb, revision, known) => {
  expect(tellEvent(fact({ what, verb, revision }))).toMatchObject({ what: known, text: EVENT_TEXTS[known] });
});

test("what has no words is told by its name, and nothing of the store gets out", () => {
  const told = tellEvent(fact({ what: "somethingNew", verb: "stop" }));

  expect(told).toMatchObject({ what: "somethingNew", text: "somethingNew", at: "2026-11-21T12:00:00.000Z" });
  expect(Object.keys(told)).not.toContain("position");
  expect(Object.keys(told)).not.toContain("verb");
});

import { describe, expect, test } from "@jest/globals";
import { RunAction, RunStatus } from "../../src/contract/index.ts";
import { allowedActions, isFinished, next, type RunTrigger, TRANSITIONS } from "../../src/run/index.ts";
import { sampleSummary } from "../_helpers/run-records.ts";

const TRIGGERS: readonly RunTrigger[] = [
  "started",
  "changes-found",
  "nothing-to-change",
  "confirmed",
  "discarded",
  "finished",
  "canceled",
  "failed",
];
const LEGAL = [
  "pending started planning",
  "pending canceled canceled",
  "pending failed errored",
  "planning changes-found planned",
  "planning nothing-to-change planned-and-finished",
  "planning canceled canceled",
  "planning failed errored",
  "planned confirmed confirmed",
  "planned discarded discarded",
  "planned canceled canceled",
  "confirmed started applying",
  "confirmed canceled canceled",
  "confirmed failed errored",
  "applying finished applied",
  "applying canceled canceled",
  "applying failed errored",
];

const PAIRS = RunStatus.options.flatMap((status) => TRIGGERS.map((trigger) => [status, trigger] as const));

test.each(PAIRS)("%s × %s is either a listed transition or an illegal one", (status, trigger) => {
  const line = LEGAL.find((legal) => legal.startsWith(`${status} ${trigger} `));

  if (line === undefined) {
    expect(() => next(status, trigger)).toThrow(
      expect.objectContaining({ code: "illegal-transition", facts: { status, trigger } }),
    );
  } else {
    expect(next(status, trigger)).toBe(line.split(" ")[2]);
  }
});

test("reaches every status from pending", () => {
  const reached = new Set<string>(["pending"]);
  for (const status of reached)
    for (const target of Object.values(TRANSITIONS[RunStatus.parse(status)])) reached.add(target);

  expect([...reached].sort()).toEqual([...RunStatus.options].sort());
});

test("reaches applying only through confirmed, and confirmed only through planned", () => {
  const into = (wanted: string) =>
    RunStatus.options.filter((status) => Object.values(TRANSITIONS[status]).some((target) => target === wanted));

  expect(into("applying")).toEqual(["confirmed"]);
  expect(into("confirmed")).toEqual(["planned"]);
  expect(into("planned")).toEqual(["planning"]);
});

test("ends in five statuses that lead nowhere", () => {
  const ends = RunStatus.options.filter(isFinished);

  expect(ends).toEqual(["applied", "planned-and-finished", "discarded", "canceled", "errored"]);
});

describe("allowed actions", () => {
  const run = { summary: sampleSummary(), cancelRequested: "no", failure: null } as const;

  test.each([
    ["pending", ["cancel"]],
    ["planning", ["cancel"]],
    ["planned", ["apply", "discard", "cancel"]],
    ["confirmed", ["cancel"]],
    ["applying", ["cancel"]],
    ["applied", []],
    ["planned-and-finished", []],
    ["discarded", []],
    ["canceled", []],
    ["errored", []],
  ] as const)("of a run that is %s are %j", (status, actions) => {
    expect(allowedActions({ ...run, status })).toEqual(actions);
  });

  test("offer repair after an apply that did not end well, and only then", () => {
    const failure = { code: "x", phase: "apply" as const, summary: "", detail: "", remedy: "", diagnostics: [] };

    expect(allowedActions({ ...run, status: "errored", failure })).toEqual(["repair"]);
    expect(allowedActions({ ...run, status: "canceled", failure })).toEqual(["repair"]);
    expect(allowedActions({ ...run, status: "errored", failure: { ...failure, phase: "plan" } })).toEqual([]);
  });

  test("leave only discarding for a plan that must not be applied", () => {
    const summary = sampleSummary({ rejected: ["a disk shrinks"] });

    expect(allowedActions({ ...run, status: "planned", summary })).toEqual(["discard", "cancel"]);
  });

  test("offer force only after a gentle cancel, and nothing after force", () => {
    const actions = (["no", "gently", "forced"] as const).map((cancelRequested) =>
      allowedActions({ ...run, status: "applying", cancelRequested }),
    );

    expect(actions).toEqual([["cancel"], ["force-cancel"], []]);
    expect(RunAction.options).toEqual(["apply", "discard", "cancel", "force-cancel", "repair"]);
  });
});

import type { RunAction, RunStatus } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { RunRecord } from "./ports.ts";

/** What can happen to a run. `started` is a worker's, `confirmed` and `discarded` are a person's (or autoApply's). */
export type RunTrigger =
  | "started"
  | "changes-found"
  | "nothing-to-change"
  | "confirmed"
  | "discarded"
  | "finished"
  | "canceled"
  | "failed";

/** The only ways through a run: `applying` is reached from `confirmed` alone, so nothing is applied unreviewed. */
export const TRANSITIONS = {
  pending: { started: "planning", canceled: "canceled", failed: "errored" },
  planning: {
    "changes-found": "planned",
    "nothing-to-change": "planned-and-finished",
    canceled: "canceled",
    failed: "errored",
  },
  planned: { confirmed: "confirmed", discarded: "discarded", canceled: "canceled" },
  confirmed: { started: "applying", canceled: "canceled", failed: "errored" },
  applying: { finished: "applied", canceled: "canceled", failed: "errored" },
  applied: {},
  "planned-and-finished": {},
  discarded: {},
  canceled: {},
  errored: {},
} as const satisfies Record<RunStatus, Partial<Record<RunTrigger, RunStatus>>>;

/** Throws AppError("illegal-transition") naming both the status and what was tried. */
export function next(status: RunStatus, trigger: RunTrigger): RunStatus {
  const target = peek(status, trigger);
  if (target !== undefined) return target;
  throw new AppError("illegal-transition", `A run that is ${status} cannot become ${trigger}.`, { status, trigger });
}

/** Whether the run has ended for good. */
export function isFinished(status: RunStatus): boolean {
  return Object.keys(TRANSITIONS[status]).length === 0;
}

/** What a person may do now; the same answer decides buttons, API and refusals. */
export function allowedActions(
  run: Pick<RunRecord, "status" | "summary" | "cancelRequested" | "failure">,
): RunAction[] {
  switch (run.status) {
    case "pending":
    case "confirmed":
      return ["cancel"];
    case "planned":
      return run.summary !== null && run.summary.rejected.length === 0
        ? ["apply", "discard", "cancel"]
        : ["discard", "cancel"];
    case "planning":
    case "applying":
      if (run.cancelRequested === "no") return ["cancel"];
      return run.cancelRequested === "gently" ? ["force-cancel"] : [];
    case "errored":
    case "canceled":
      // An apply that did not end well may have left something on the cloud.
      return run.failure?.phase === "apply" ? ["repair"] : [];
    default:
      return [];
  }
}

function peek(status: RunStatus, trigger: RunTrigger): RunStatus | undefined {
  const row: Partial<Record<RunTrigger, RunStatus>> = TRANSITIONS[status];
  return row[trigger];
}

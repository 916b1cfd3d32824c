import { PROBLEMS, type RunFailure } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";

export type RunPhase = RunFailure["phase"];

/** Why a run ended badly, from whatever was thrown. An unexpected error's text is not shown: it may hold anything. */
export function failureOf(error: unknown, phase: RunPhase): RunFailure {
  if (error instanceof AppError) {
    const problem = PROBLEMS[error.code];
    return failure(error.code, phase, problem.title, error.message, problem.remedy);
  }
  const problem = PROBLEMS.internal;
  return failure("internal", phase, problem.title, "An unexpected error; the service's log has it.", problem.remedy);
}

/**
 * An apply whose worker died may have made objects that no state knows: it is never repeated from the old plan.
 *
 * @param adopted the engine's own last state was found and stored
 */
export function interruptedApply(adopted = false): RunFailure {
  return failure(
    "interrupted",
    "apply",
    "The apply was interrupted",
    adopted
      ? "The worker ended while Terraform was applying; the state that Terraform left behind was found and stored."
      : "The worker ended while Terraform was applying; some objects may exist that the state does not know.",
    "Repair: it shows what is on the cloud, takes it into the state, and plans anew.",
  );
}

/** A provider that is told to stop drops the request it waits for; the cloud may carry it out all the same. */
export function canceledApply(): RunFailure {
  return failure(
    "interrupted",
    "apply",
    "The apply was canceled in the middle",
    "What Terraform was making in that moment may exist in the cloud without being in the state.",
    "Repair: it shows what is on the cloud, takes it into the state, and plans anew.",
  );
}

/** What the backend did not take when Terraform wrote it was stored afterwards, so nobody has anything to restore. */
export function stateSavedAfterwards(cause: RunFailure): RunFailure {
  return {
    ...cause,
    summary: "Terraform could not save its state itself",
    detail: `The state it left behind was stored afterwards; nothing of it is lost. ${cause.detail}`,
    remedy: "Plan again: the new plan continues from there.",
  };
}

export function stalePlan(plannedOn: number | null, present: number | null): RunFailure {
  const name = (serial: number | null) => (serial === null ? "no state" : `serial ${serial}`);
  return failure(
    "plan-stale",
    "apply",
    PROBLEMS["plan-stale"].title,
    `It was planned on ${name(plannedOn)}; now there is ${name(present)}.`,
    PROBLEMS["plan-stale"].remedy,
  );
}

function failure(
  code: RunFailure["code"],
  phase: RunPhase,
  summary: string,
  detail: string,
  remedy: string,
): RunFailure {
  return { code, phase, summary, detail, remedy, diagnostics: [] };
}

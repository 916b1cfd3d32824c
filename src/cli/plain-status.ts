import type { Run, RunStatus } from "../contract/index.ts";

/** What a run's status means to the person who reads it; `--json` keeps the contract's own word. */
const WORDS: Readonly<Record<RunStatus, string>> = {
  pending: "waiting for its turn",
  planning: "planning",
  planned: "planned, waits for your yes",
  confirmed: "confirmed, waiting for its turn",
  applying: "applying",
  applied: "applied",
  "planned-and-finished": "planned, no changes",
  discarded: "discarded",
  canceled: "canceled",
  errored: "FAILED",
};

type Told = Pick<Run, "status" | "queuePosition"> & { readonly kind?: Run["kind"] };

export function plainStatus({ status, queuePosition, kind }: Told): string {
  if (kind === "destroy" && status === "applied") return "destroyed";
  return queuePosition === null ? WORDS[status] : `${WORDS[status]}, number ${queuePosition} in the queue`;
}

/** Why the run stands still, where its place in the queue does not say it already; null when it goes on. */
export function plainReason({ waitingFor, queuePosition }: Pick<Run, "waitingFor" | "queuePosition">): string | null {
  if (waitingFor === null || waitingFor === undefined) return null;
  return waitingFor.reason === "queue" && queuePosition !== null ? null : waitingFor.text;
}

/** Status and reason in one line, for following a run. */
export function plainProgress(run: Told & Pick<Run, "waitingFor">): string {
  const reason = plainReason(run);
  return reason === null ? plainStatus(run) : `${plainStatus(run)}. ${reason}`;
}

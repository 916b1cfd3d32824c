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

import type { Run, RunStatus } from "../contract/index.ts";
import type { Context } from "./context.ts";
import { plainProgress } from "./plain-status.ts";

const POLL_MS = 400;
const FINISHED: ReadonlySet<RunStatus> = new Set([
  "applied",
  "planned-and-finished",
  "discarded",
  "canceled",
  "errored",
]);

export function isFinished(run: Pick<Run, "status">): boolean {
  return FINISHED.has(run.status);
}

/** Follows runs until each is finished or waits for a person; tells every change of status, or of what it waits for, once. */
export async function waitForRuns(
  context: Context,
  ids: readonly string[],
  until: "planned" | "finished",
): Promise<readonly Run[]> {
  const told = new Map<string, string>();
  for (;;) {
    const runs = await Promise.all(ids.map((id) => context.api.get<Run>(`/api/v1/runs/${id}`)));
    for (const run of runs) tell(context, run, told);
    if (runs.every((run) => isFinished(run) || (until === "planned" && run.status === "planned"))) return runs;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function tell(context: Context, run: Run, told: Map<string, string>): void {
  const words = plainProgress(run);
  if (told.get(run.id) === words || context.json) return;
  told.set(run.id, words);
  context.terminal.err(`${run.workspaceName}/${run.site}: ${words}`);
}

import type { Danger, PlanSummary, Run } from "../contract/index.ts";
import { plainStatus } from "./plain-status.ts";

const HEADINGS: Record<Danger, string> = {
  "destroys-data": "DESTROYS DATA",
  replaces: "Replaces or removes",
  restarts: "Restarts or interrupts",
  "in-place": "Without interruption",
  nothing: "No effect",
};
const ORDER: readonly Danger[] = ["destroys-data", "replaces", "restarts", "in-place", "nothing"];

/** A plan in words, worst first: one paragraph per danger, one line per change. */
export function describePlan(run: Run): string {
  const title = `${run.site} (${run.role === "primary" ? "main" : "standby"}): `;
  if (run.failure !== null) return `${title}failed: ${run.failure.summary}\n${indent(failureText(run.failure))}`;
  if (run.summary === null) return `${title}${plainStatus(run)}`;
  if (run.status === "planned-and-finished" || run.summary.changes.length === 0) return `${title}no changes`;
  return `${title}${describeCounts(run.summary)}\n${indent(describeChanges(run.summary))}`;
}

function describeCounts({ counts }: PlanSummary): string {
  const parts = [
    [counts.create, "to make"],
    [counts.update, "to change"],
    [counts.replace, "to replace"],
    [counts.destroy, "to destroy"],
    [counts.forget, "to forget"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(", ");
}

function describeChanges(summary: PlanSummary): string {
  const groups = ORDER.flatMap((danger) => {
    const changes = summary.changes.filter((change) => change.danger === danger);
    if (changes.length === 0) return [];
    const lines = new Set(
      changes.map((change) => `- ${change.title}${change.reason === null ? "" : ` (${change.reason})`}`),
    );
    return [`${HEADINGS[danger]}:\n${indent([...lines].join("\n"))}`];
  });
  const rejected = summary.rejected.map((reason) => `REFUSED: ${reason}`);
  return [...groups, ...rejected].join("\n");
}

function failureText(failure: NonNullable<Run["failure"]>): string {
  const diagnostics = failure.diagnostics.map(
    (diagnostic) => `- ${diagnostic.summary}${diagnostic.detail === "" ? "" : `: ${diagnostic.detail}`}`,
  );
  return [failure.detail, ...diagnostics, `What to do: ${failure.remedy}`].filter((line) => line !== "").join("\n");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

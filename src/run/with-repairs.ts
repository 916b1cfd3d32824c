import type { PlannedChange, PlanSummary, StrayObject } from "../contract/index.ts";
import { severity } from "./summarize-plan.ts";

/** The plan as a person reviews it: Terraform's changes, and what the site needs beside them. */
export function withRepairs(summary: PlanSummary, repairs: readonly StrayObject[]): PlanSummary {
  if (repairs.length === 0) return summary;
  const changes = [...summary.changes, ...repairs.map(changeOf)].toSorted(
    (left, right) => severity(left.danger) - severity(right.danger),
  );
  const removed = repairs.filter(({ decision }) => decision === "remove").length;
  return {
    ...summary,
    danger: changes[0]?.danger ?? "nothing",
    counts: { ...summary.counts, destroy: summary.counts.destroy + removed },
    changes,
  };
}

function changeOf({ kind, id, name, decision, address, danger, title, reason }: StrayObject): PlannedChange {
  const actions = [decision === "remove" ? "delete" : decision];
  return {
    address: address ?? `stray:${kind}.${id}`,
    type: kind,
    name,
    actions,
    danger,
    title,
    reason,
    attributes: [],
  };
}

import { Danger, type MachineState, type PlannedChange, type PlanSummary, type Role } from "../contract/index.ts";
import type { ClassifyChange, TerraformChange } from "./ports.ts";
import { readPlanChanges } from "./read-plan-changes.ts";

export interface SummaryContext {
  readonly role: Role;
  readonly machine: MachineState;
  readonly stoppedByHand?: boolean;
}

/**
 * Plan JSON as a review page shows it, worst change first. Values never leave: only attribute paths.
 * `resource_drift` is ignored, because providers fill it with harmless entries (clouds.md O13).
 */
export function summarizePlan(planJson: unknown, context: SummaryContext, classify: ClassifyChange): PlanSummary {
  const all = readPlanChanges(planJson);
  const shown = all.filter(isWorthShowing);
  const judged = shown.map((change) => ({ change, verdict: classify(change, { ...context, changes: all }) }));
  const changes = judged.map(
    ({ change, verdict }): PlannedChange => ({
      address: change.address,
      type: change.type,
      name: objectName(change),
      actions: [...change.actions],
      danger: verdict.danger,
      title: verdict.title,
      reason: verdict.reason,
      attributes: attributesOf(change),
    }),
  );
  changes.sort((left, right) => severity(left.danger) - severity(right.danger) || byText(left.address, right.address));
  return {
    danger: changes[0]?.danger ?? "nothing",
    counts: countActions(shown),
    changes,
    rejected: [...new Set(judged.flatMap(({ verdict }) => verdict.rejected ?? []))],
  };
}

/** Lower is worse. */
export function severity(danger: Danger): number {
  return Danger.options.indexOf(danger);
}

/** The name a person gave the object, else the last part of its address. */
export function objectName(change: Pick<TerraformChange, "address" | "before" | "after">): string {
  const name = change.after?.["name"] ?? change.before?.["name"];
  return typeof name === "string" && name !== "" ? name : (change.address.split(".").at(-1) ?? change.address);
}

/** Of a replacement every computed value is unknown; only what was changed or forces it tells something. */
function attributesOf(change: TerraformChange): string[] {
  if (!change.actions.includes("create")) return [...change.changedPaths];
  const known = change.changedPaths.filter((path) => !change.unknownPaths.includes(path));
  return [...new Set([...change.replacePaths, ...known])];
}

function isWorthShowing(change: TerraformChange): boolean {
  if (change.importing || change.previousAddress !== null) return true;
  return change.actions.some((action) => action !== "no-op" && action !== "read");
}

function countActions(changes: readonly TerraformChange[]): PlanSummary["counts"] {
  const counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0 };
  for (const { actions } of changes) {
    const creates = actions.includes("create");
    if (creates && actions.includes("delete")) counts.replace += 1;
    else if (creates) counts.create += 1;
    else if (actions.includes("delete")) counts.destroy += 1;
    else if (actions.includes("update")) counts.update += 1;
    if (actions.includes("forget")) counts.forget += 1;
  }
  return counts;
}

function byText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

import type { Danger, PlannedChange } from "../../../src/contract/index.ts";

/** Worst first. */
export const DANGERS: readonly Danger[] = ["destroys-data", "replaces", "restarts", "in-place", "nothing"];

export interface DangerGroup {
  readonly danger: Danger;
  readonly changes: readonly PlannedChange[];
}

/** The changes of a plan by what they do to people, worst first; a danger without changes is left out. */
export function groupByDanger(changes: readonly PlannedChange[]): readonly DangerGroup[] {
  return DANGERS.map((danger) => ({ danger, changes: changes.filter((change) => change.danger === danger) })).filter(
    (group) => group.changes.length > 0,
  );
}

export type ChangeVerb =
  | "create"
  | "replace"
  | "delete"
  | "update"
  | "interrupt"
  | "forget"
  | "adopt"
  | "wait"
  | "note";

/** What happens, from Terraform's actions, repair's decisions and the danger. */
export function verbOf({ actions, danger }: Pick<PlannedChange, "actions" | "danger">): ChangeVerb {
  const does = (action: string) => actions.includes(action);
  if (does("adopt")) return "adopt";
  if (does("wait")) return "wait";
  if (does("create")) return does("delete") ? "replace" : "create";
  if (does("delete")) return "delete";
  if (does("forget")) return "forget";
  if (!does("update")) return "note";
  return danger === "restarts" || danger === "replaces" || danger === "destroys-data" ? "interrupt" : "update";
}

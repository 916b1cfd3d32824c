import type { PlanSummary } from "../../src/contract/index.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { summarizePlan } from "../../src/run/index.ts";
import { type PlanEntry, planJson } from "../_helpers/plan-json.ts";

type Site = Parameters<typeof summarizePlan>[1];
/** The site of a main machine. */
export const MAIN: Site = { role: "primary", machine: "running" };
const REPLACE = ["delete", "create"];

/** What a plan of these entries does to a site. */
export function summary(entries: readonly PlanEntry[], site: Site = MAIN): PlanSummary {
  return summarizePlan(planJson(entries), site, classifyChange);
}

/** What a plan does that updates one object. */
export function updated(
  type: string,
  before: PlanEntry["before"],
  after: PlanEntry["after"],
  rest: Partial<PlanEntry> = {},
) {
  return summary([
    { type, actions: ["update"], before: { name: "web", ...before }, after: { name: "web", ...after }, ...rest },
  ]);
}

/** An entry that replaces one object because of a path. */
export function replaced(type: string, path: readonly (string | number)[], rest: Partial<PlanEntry> = {}): PlanEntry {
  return {
    type,
    actions: REPLACE,
    before: { id: "old", name: "web" },
    after: { name: "web" },
    afterUnknown: { id: true },
    replacePaths: [path],
    actionReason: "replace_because_cannot_update",
    ...rest,
  };
}

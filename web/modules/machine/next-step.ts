import type { Instance, Workspace } from "../../../src/contract/index.ts";

export type NextStep =
  | "applying"
  | "planning"
  | "repair"
  | "review"
  | "failed"
  | "canceled"
  | "never-applied"
  | "changed"
  | "destroyed"
  | "stopped"
  | "gone"
  | "nothing";

/**
 * What its owner should do about a machine, the most urgent first.
 *
 * @param unclean a site's cloud may hold something that its state does not know
 * @param serving how the main machine is, as its cloud said last; left out while that is not known
 */
export function nextStep(workspace: Workspace, unclean: boolean, serving?: Instance["powerState"]): NextStep {
  const { sites } = workspace;
  const lastRuns = sites.flatMap(({ lastRun }) => (lastRun === null ? [] : [lastRun.status]));
  const some = (...wanted: readonly string[]) => lastRuns.some((status) => wanted.includes(status));
  if (some("applying", "confirmed")) return "applying";
  if (some("pending", "planning")) return "planning";
  if (some("planned")) return "review";
  if (unclean) return "repair";
  if (some("errored")) return "failed";
  if (sites.every(({ hasState }) => !hasState)) {
    if (some("applied")) return "destroyed";
    return some("canceled") ? "canceled" : "never-applied";
  }
  if (sites.some((site) => !site.hasState || (site.appliedRevision ?? 0) < workspace.revision)) return "changed";
  if (serving === "error" || serving === "absent") return "gone";
  if (serving === "stopped" || serving === "paused") return "stopped";
  return some("canceled") ? "canceled" : "nothing";
}

import type { ChangePreview, Run, RunStatus } from "../../../src/contract/index.ts";

const FINISHED: readonly RunStatus[] = ["applied", "planned-and-finished", "discarded", "canceled", "errored"];

export function isFinished({ status }: Pick<Run, "status">): boolean {
  return FINISHED.includes(status);
}

/** Runs at work or waiting for their turn, about which one wants to hear soon. */
export function isMoving(run: Pick<Run, "status">): boolean {
  return !isFinished(run) && run.status !== "planned";
}

/**
 * What is reviewed and watched together: the runs that were started last, and those of another site that are not over.
 * The main machine first.
 *
 * @param runs of one workspace, the latest first
 */
export function latestGroup(runs: readonly Run[]): readonly Run[] {
  const [newest] = runs;
  if (newest === undefined) return [];
  const group = runs.filter(({ groupId }) => groupId === newest.groupId);
  const sites = new Set(group.map(({ site }) => site));
  const others = runs.filter((run) => !sites.has(run.site) && !isFinished(run));
  return [...group, ...others].toSorted((one, other) => one.role.localeCompare(other.role));
}

export type Stage =
  | "none"
  | "planning"
  | "review"
  | "applying"
  | "applied"
  | "destroyed"
  | "nothing"
  | "discarded"
  | "canceled"
  | "failed";

/** Where a group of runs stands as a whole. */
export function stageOf(group: readonly Run[]): Stage {
  const some = (...wanted: readonly RunStatus[]) => group.some(({ status }) => wanted.includes(status));
  if (group.length === 0) return "none";
  if (some("pending", "planning")) return "planning";
  if (some("confirmed", "applying")) return "applying";
  if (some("planned")) return "review";
  if (some("errored")) return "failed";
  if (some("canceled")) return "canceled";
  if (some("applied")) return group.every(({ kind }) => kind === "destroy") ? "destroyed" : "applied";
  return some("discarded") ? "discarded" : "nothing";
}

/** Whether the machine's name must be typed: what serves, or did until now, loses data, or everything is destroyed. */
export function needsTypedName(group: readonly Run[], preview: ChangePreview | null): "data" | "destroy" | null {
  const waiting = group.filter(({ status }) => status === "planned");
  const losing = waiting.filter(({ summary }) => summary?.danger === "destroys-data");
  const serves = ({ site, role }: Run) =>
    role === "primary" || preview?.sites.some((one) => one.site === site && one.typedName) === true;
  if (losing.some(serves)) return "data";
  return waiting.some(({ kind }) => kind === "destroy") ? "destroy" : null;
}

/** Fewer would be an accident, not a habit. */
const ENOUGH = 3;
const USUAL_PLAN_SECONDS = 30;

/** How long plans took that were made lately: nine of ten were ready by then. */
export function usualPlanSeconds(runs: readonly Run[]): number {
  return usualOf(runs.map(({ createdAt, plannedAt }) => secondsBetween(createdAt, plannedAt))) ?? USUAL_PLAN_SECONDS;
}

/** The same of applies, from the approval to the end, of this kind on this site; null while too few were seen. */
export function usualApplySeconds(runs: readonly Run[], like: Pick<Run, "site" | "kind">): number | null {
  const alike = runs.filter(
    ({ site, kind, status }) => site === like.site && kind === like.kind && status === "applied",
  );
  return usualOf(alike.map(({ confirmedAt, finishedAt }) => secondsBetween(confirmedAt, finishedAt)));
}

function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1_000;
}

function usualOf(measured: readonly (number | null)[]): number | null {
  const seconds = measured.filter((one) => one !== null).toSorted((one, other) => one - other);
  const usual = seconds[Math.floor((seconds.length - 1) * 0.9)];
  return usual === undefined || seconds.length < ENOUGH ? null : Math.max(5, Math.ceil(usual / 5) * 5);
}

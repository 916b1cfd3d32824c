import type { Danger } from "../contract/index.ts";
import type { ScheduleAction, SchedulePolicy, ScheduleSnapshot, SiteSnapshot, WaitingPlan } from "./ports.ts";

/**
 * What to do now about one workspace: desired revision × recorded state × observed cloud. Pure and total. One thing at a
 * time: whoever does it looks again afterwards, so that nothing depends on what was known before.
 */
export function decideSchedule(snapshot: ScheduleSnapshot): ScheduleAction {
  return (
    standStill(snapshot) ?? followRevision(snapshot) ?? correctDrift(snapshot) ?? lookAgain(snapshot) ?? rest(snapshot)
  );
}

/** Somebody is at work, something must be repaired, or this very change has failed: the other side is left untouched. */
function standStill({ sites, desiredRevision }: ScheduleSnapshot): ScheduleAction | null {
  if (sites.some(({ atWork }) => atWork)) return { kind: "wait", until: null, reason: "at-work" };
  if (sites.some(({ unclean }) => unclean)) return { kind: "wait", until: null, reason: "unclean" };
  const failed = sites.find(({ failedRevision }) => failedRevision === desiredRevision);
  return failed === undefined ? null : { kind: "ask", site: failed.site, reason: "change-failed" };
}

/** Standby first; main only when no reachable standby is behind. A side whose cloud is away holds nobody up. */
function followRevision(snapshot: ScheduleSnapshot): ScheduleAction | null {
  const { sites, desiredRevision, policy } = snapshot;
  const behind = sites
    .filter(({ appliedRevision, cloudAnswers }) => appliedRevision !== desiredRevision && cloudAnswers)
    .toSorted((left, right) => Number(left.role === "primary") - Number(right.role === "primary"));
  const [next] = behind;
  if (next === undefined) return null;
  if (sites.every(({ appliedRevision }) => appliedRevision === null)) return ask(next, "first-apply");
  if (policy.changes === "ask") return ask(next, "policy");
  if (next.plan?.revision !== desiredRevision) return { kind: "plan", site: next.site, reason: "revision" };
  return applyIfAllowed(snapshot, next, next.plan, policy.changes);
}

/** Only where a site is otherwise as it should be, and only when nothing graver would be put right with it. */
function correctDrift(snapshot: ScheduleSnapshot): ScheduleAction | null {
  const { sites, desiredRevision, policy } = snapshot;
  if (policy.drift !== "correct-safe") return null;
  const [next] = sites
    .filter(
      ({ appliedRevision, cloudAnswers, drift }) =>
        appliedRevision === desiredRevision && cloudAnswers && drift === "safe-to-correct",
    )
    .toSorted((left, right) => Number(left.role === "primary") - Number(right.role === "primary"));
  if (next === undefined) return null;
  if (next.plan?.revision !== desiredRevision) return { kind: "plan", site: next.site, reason: "drift" };
  return applyIfAllowed(snapshot, next, next.plan, "safe");
}

function applyIfAllowed(
  { window }: ScheduleSnapshot,
  { site }: SiteSnapshot,
  plan: WaitingPlan,
  changes: SchedulePolicy["changes"],
): ScheduleAction {
  if (plan.rejected) return { kind: "ask", site, reason: "plan-rejected" };
  if (!covers(changes, plan.danger)) return { kind: "ask", site, reason: "too-dangerous" };
  if (window === null && plan.danger === "restarts") return { kind: "ask", site, reason: "too-dangerous" };
  if (window !== null && !window.open) return { kind: "wait", until: window.opensAt, reason: "window" };
  return { kind: "apply", site, runId: plan.runId };
}

/** What replaces or destroys is a person's word, whatever the policy. */
function covers(changes: SchedulePolicy["changes"], danger: Danger): boolean {
  if (danger === "nothing" || danger === "in-place") return changes !== "ask";
  return danger === "restarts" && changes === "restarts";
}

/** The site that was not looked at for the longest time. */
function lookAgain({ now, sites, checkEveryMs }: ScheduleSnapshot): ScheduleAction | null {
  const [oldest] = standing(sites);
  if (oldest === undefined || checkEveryMs === null) return null;
  return dueAt(oldest, checkEveryMs) <= now.getTime() ? { kind: "check", site: oldest.site } : null;
}

function rest({ sites, desiredRevision, checkEveryMs }: ScheduleSnapshot): ScheduleAction {
  const [oldest] = standing(sites);
  const until = oldest === undefined || checkEveryMs === null ? null : new Date(dueAt(oldest, checkEveryMs));
  const behind = sites.some(({ appliedRevision }) => appliedRevision !== desiredRevision);
  return { kind: "wait", until, reason: behind ? "cloud-away" : "nothing-to-do" };
}

function standing(sites: readonly SiteSnapshot[]): readonly SiteSnapshot[] {
  return sites
    .filter(({ appliedRevision }) => appliedRevision !== null)
    .toSorted((left, right) => (left.checkedAt?.getTime() ?? 0) - (right.checkedAt?.getTime() ?? 0));
}

function dueAt({ checkedAt }: SiteSnapshot, checkEveryMs: number): number {
  return checkedAt === null ? 0 : checkedAt.getTime() + checkEveryMs;
}

function ask({ site }: SiteSnapshot, reason: "first-apply" | "policy"): ScheduleAction {
  return { kind: "ask", site, reason };
}

import type { Danger } from "../contract/index.ts";
import type {
  AskReason,
  ScheduleAction,
  SchedulePolicy,
  ScheduleSnapshot,
  SiteSnapshot,
  WaitingPlan,
} from "./ports.ts";

/**
 * What to do now about one workspace: desired revision × recorded state × observed cloud. Pure and total. One thing at a
 * time: whoever does it looks again afterwards, so that nothing depends on what was known before.
 */
export function decideSchedule(snapshot: ScheduleSnapshot): ScheduleAction {
  return (
    leaveAlone(snapshot) ??
    changePower(snapshot) ??
    standStill(snapshot) ??
    followRevision(snapshot) ??
    correctDrift(snapshot) ??
    lookAgain(snapshot) ??
    rest(snapshot)
  );
}

/** Somebody is at work. */
function leaveAlone({ sites, maintenance }: ScheduleSnapshot): ScheduleAction | null {
  if (maintenance) return { kind: "wait", until: null, reason: "maintenance" };
  return sites.some(({ atWork }) => atWork) ? { kind: "wait", until: null, reason: "at-work" } : null;
}

/** By the owner's times, whatever else is open: they do not wait for a review. */
function changePower({ sites }: ScheduleSnapshot): ScheduleAction | null {
  for (const { site, powerDue, unclean, destroyed } of sites) {
    if (powerDue !== null && !unclean && !destroyed) return { kind: "power", site, verb: powerDue };
  }
  return null;
}

/** Something must be repaired, or this very change has failed: the other side is left untouched. */
function standStill({ sites, desiredRevision }: ScheduleSnapshot): ScheduleAction | null {
  if (sites.some(({ unclean }) => unclean)) return { kind: "wait", until: null, reason: "unclean" };
  const failed = sites.find(({ failedRevision }) => failedRevision === desiredRevision);
  return failed === undefined ? null : { kind: "ask", site: failed.site, reason: "change-failed" };
}

/** Standby first; main only when no reachable standby is behind. A side whose cloud is away holds nobody up. */
function followRevision(snapshot: ScheduleSnapshot): ScheduleAction | null {
  const { sites, desiredRevision, policy, settlesAt } = snapshot;
  const behind = standbyFirst(sites).filter(
    ({ appliedRevision, destroyed, cloudAnswers }) => appliedRevision !== desiredRevision && !destroyed && cloudAnswers,
  );
  const [next] = behind;
  if (next === undefined) return null;
  if (sites.every(({ appliedRevision }) => appliedRevision === null)) return ask(next, "first-apply");
  if (policy.changes === "ask") return ask(next, "policy");
  const declined = behind.find(({ declinedRevision }) => declinedRevision === desiredRevision);
  if (declined !== undefined) return ask(declined, "declined");
  if (settlesAt !== null) return { kind: "wait", until: settlesAt, reason: "just-changed" };
  return planned(snapshot, next, "revision") ?? applyIfAllowed(snapshot, next, next.plan, policy.changes);
}

/** Only where a site is otherwise as it should be, and only when nothing graver would be put right with it. */
function correctDrift(snapshot: ScheduleSnapshot): ScheduleAction | null {
  const { sites, desiredRevision, policy } = snapshot;
  if (policy.drift !== "correct-safe") return null;
  const [next] = standbyFirst(sites).filter(
    ({ appliedRevision, cloudAnswers, drift }) =>
      appliedRevision === desiredRevision && cloudAnswers && drift === "safe-to-correct",
  );
  if (next === undefined) return null;
  if (next.declinedRevision === desiredRevision) return ask(next, "declined");
  if (next.driftStays) return ask(next, "drift-stays");
  return planned(snapshot, next, "drift") ?? applyIfAllowed(snapshot, next, next.plan, "safe");
}

/** A plan of the desired revision, whoever asked for it, is as good as a new one; null when there is one. */
function planned(
  { desiredRevision }: ScheduleSnapshot,
  next: SiteSnapshot,
  reason: "revision" | "drift",
): ScheduleAction | null {
  if (next.plan === null) return { kind: "plan", site: next.site, reason };
  if (next.plan.revision === desiredRevision) return null;
  return next.plan.own ? { kind: "plan", site: next.site, reason } : ask(next, "plan-in-review");
}

function applyIfAllowed(
  { window }: ScheduleSnapshot,
  { site, sleepsUntil, engineReview }: SiteSnapshot,
  plan: WaitingPlan | null,
  changes: SchedulePolicy["changes"],
): ScheduleAction {
  if (plan === null) return { kind: "wait", until: null, reason: "nothing-to-do" };
  if (plan.rejected) return { kind: "ask", site, reason: "plan-rejected" };
  if (engineReview) return { kind: "ask", site, reason: "engine-review" };
  // Whatever interrupts it would start it, too.
  if (sleepsUntil !== null && plan.danger === "restarts") return { kind: "wait", until: sleepsUntil, reason: "asleep" };
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

/** What was just corrected, and then the site that was not looked at for the longest time. */
function lookAgain({ now, sites, checkEveryMs }: ScheduleSnapshot): ScheduleAction | null {
  const corrected = sites.find(({ recheck }) => recheck);
  if (corrected !== undefined) return { kind: "check", site: corrected.site };
  const [oldest] = standing(sites);
  if (oldest === undefined || checkEveryMs === null) return null;
  return dueAt(oldest, checkEveryMs) <= now.getTime() ? { kind: "check", site: oldest.site } : null;
}

function rest({ sites, desiredRevision, checkEveryMs }: ScheduleSnapshot): ScheduleAction {
  const [oldest] = standing(sites);
  const check = oldest === undefined || checkEveryMs === null ? null : new Date(dueAt(oldest, checkEveryMs));
  const away = sites.filter(
    ({ appliedRevision, destroyed, cloudAnswers }) =>
      appliedRevision !== desiredRevision && !destroyed && !cloudAnswers,
  );
  const until = away.reduce((first, { askCloudAt }) => earlier(first, askCloudAt), check);
  return { kind: "wait", until, reason: away.length > 0 ? "cloud-away" : "nothing-to-do" };
}

function standbyFirst(sites: readonly SiteSnapshot[]): readonly SiteSnapshot[] {
  return sites.toSorted((left, right) => Number(left.role === "primary") - Number(right.role === "primary"));
}

function standing(sites: readonly SiteSnapshot[]): readonly SiteSnapshot[] {
  return sites
    .filter(({ appliedRevision }) => appliedRevision !== null)
    .toSorted((left, right) => (left.checkedAt?.getTime() ?? 0) - (right.checkedAt?.getTime() ?? 0));
}

function dueAt({ checkedAt }: SiteSnapshot, checkEveryMs: number): number {
  return checkedAt === null ? 0 : checkedAt.getTime() + checkEveryMs;
}

function earlier(left: Date | null, right: Date | null): Date | null {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
}

function ask({ site }: SiteSnapshot, reason: AskReason): ScheduleAction {
  return { kind: "ask", site, reason };
}

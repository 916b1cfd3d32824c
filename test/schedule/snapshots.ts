import type { ScheduleSnapshot, SiteSnapshot, WaitingPlan } from "../../src/schedule/index.ts";

export const NOW = new Date("2026-11-22T03:00:00Z");

/** A plan for revision 2 that nothing stands against. */
export function plan(changes: Partial<WaitingPlan> = {}): WaitingPlan {
  return { runId: "run", revision: 2, danger: "in-place", rejected: false, own: true, ...changes };
}

/** A site that stands at revision 2 and was just looked at. */
export function site(role: SiteSnapshot["role"], changes: Partial<SiteSnapshot> = {}): SiteSnapshot {
  return {
    ...{ site: role === "primary" ? "openstack" : "cloudstack", role, appliedRevision: 2, atWork: false },
    ...{ unclean: false, cloudAnswers: true, failedRevision: null, plan: null, drift: null, checkedAt: NOW },
    ...{ destroyed: false, askCloudAt: null, declinedRevision: null, engineReview: false, driftStays: false },
    ...{ recheck: false, powerDue: null, sleepsUntil: null },
    ...changes,
  };
}

/** A workspace that wants revision 2 and lets happen what interrupts nothing. */
export function snapshot(
  main: Partial<SiteSnapshot>,
  standby: Partial<SiteSnapshot>,
  changes: Partial<ScheduleSnapshot> = {},
): ScheduleSnapshot {
  return {
    ...{ now: NOW, desiredRevision: 2, window: null, checkEveryMs: 3_600_000 },
    ...{ settlesAt: null, maintenance: false },
    policy: { changes: "safe", drift: "tell" },
    sites: [site("primary", main), site("standby", standby)],
    ...changes,
  };
}

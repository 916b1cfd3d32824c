import type { LastRun, SiteFacts, WorkspaceFacts } from "../../src/schedule/index.ts";
import { NOW } from "./snapshots.ts";

/** A run of a person that was applied at one in the morning. */
export function lastRun(changes: Partial<LastRun> = {}): LastRun {
  return {
    ...{ id: "run", status: "applied", reason: "user", revision: 2, createdBy: "ann", failure: null, danger: null },
    ...{ finishedAt: new Date("2026-11-22T01:00:00Z"), rejected: false },
    ...changes,
  };
}

/** Main as revision 2 says, and nothing to be said about it. */
export function siteFacts(changes: Partial<SiteFacts> = {}): SiteFacts {
  return {
    ...{ site: "openstack", role: "primary", cloudId: "cloud", machine: "running", instanceId: "instance" },
    ...{ settled: { revision: 2, kind: "apply" }, last: lastRun(), failures: 1, unclean: false, powerOpen: false },
    ...{ engineReview: false, drift: null, checkAsked: false, power: null },
    ...changes,
  };
}

/** A workspace of Ann's that wants revision 2 and lets happen what is safe. */
export function facts(changes: Partial<WorkspaceFacts> = {}): WorkspaceFacts {
  return {
    ...{ workspaceId: "it", workspaceName: "web", ownerId: "ann", now: NOW, revision: 2, toldRunId: null },
    revisedAt: new Date("2026-11-22T00:30:00Z"),
    policy: {
      ...{ changes: "safe", drift: "correct-safe", timeZone: "UTC", window: null, power: null, maintenance: false },
      ...{ version: 3, changedAt: new Date("2026-11-20T00:00:00Z"), changedBy: "ann" },
    },
    sites: [siteFacts(), siteFacts({ site: "cloudstack", role: "standby" })],
    ...changes,
  };
}

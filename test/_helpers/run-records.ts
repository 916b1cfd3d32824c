import { randomUUID } from "node:crypto";
import type { PlanSummary } from "../../src/contract/index.ts";
import type { RunRecord, WaitingFacts } from "../../src/run/ports.ts";
import { AT, IDS } from "./samples.ts";

/** A run that nobody has touched yet. */
export function sampleRun(overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    id: randomUUID(),
    workspaceId: IDS.workspace,
    workspaceName: "web",
    ownerId: "local",
    groupId: IDS.group,
    site: "openstack",
    role: "primary",
    cloudId: IDS.openstack,
    kind: "apply",
    reason: "user",
    revision: 1,
    autoApply: false,
    status: "pending",
    cancelRequested: "no",
    summary: null,
    failure: null,
    createdBy: "local",
    createdAt: new Date(AT),
    plannedAt: null,
    confirmedAt: null,
    finishedAt: null,
    ...overrides,
  };
}

/** Facts of a run that nothing keeps from being next. */
export const UNHINDERED: WaitingFacts = {
  position: 1,
  workersAlive: 1,
  ownerActive: 0,
  ownerLimit: null,
  claim: "none",
  hostName: null,
  hostAlive: false,
  engineEndsAt: null,
  pinnedTo: null,
  lockedBy: null,
  silentSeconds: null,
};

export function sampleSummary(overrides: Partial<PlanSummary> = {}): PlanSummary {
  return {
    danger: "in-place",
    counts: { create: 1, update: 0, replace: 0, destroy: 0, forget: 0 },
    changes: [],
    rejected: [],
    ...overrides,
  };
}

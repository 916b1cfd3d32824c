import { type Run, Workspace } from "../../src/contract/index.ts";
import { AT, IDS } from "./samples.ts";

export function sampleWorkspace(): Workspace {
  return Workspace.parse({
    id: IDS.workspace,
    name: "web",
    ownerId: "ann",
    revision: 1,
    createdAt: AT,
    updatedAt: AT,
    sites: [],
  });
}

export function sampleRun(overrides: Partial<Run> = {}): Run {
  return {
    id: IDS.run,
    workspaceId: IDS.workspace,
    workspaceName: "web",
    groupId: IDS.group,
    site: "openstack",
    role: "primary",
    cloudId: IDS.openstack,
    kind: "apply",
    reason: "user",
    revision: 1,
    autoApply: false,
    status: "planned",
    cancelRequested: "no",
    queuePosition: null,
    waitingFor: null,
    summary: null,
    failure: null,
    allowedActions: ["apply", "discard"],
    createdBy: "ann",
    createdAt: AT,
    plannedAt: AT,
    confirmedAt: null,
    finishedAt: null,
    ...overrides,
  };
}

export function sampleCatalog() {
  return {
    kind: "openstack" as const,
    cloudId: IDS.openstack,
    fetchedAt: AT,
    version: null,
    offerings: [],
    images: [],
    volumeTypes: [],
    externalNetworks: [],
    availabilityZones: [],
    defaultVolumeType: null,
  };
}

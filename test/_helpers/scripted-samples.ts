import { ChangePreview, type Run, Workspace } from "../../src/contract/index.ts";
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

/** More memory for the main machine. */
export function samplePreview(to: number | null = 2): ChangePreview {
  const pause = { length: "minute", seconds: 60, basis: "default", samples: 0 };
  const words = "the machine restarts, about a minute";
  return ChangePreview.parse({
    ...{ to, superseded: false, basis: "estimate", data: "kept", pause, typedName: false },
    changes: [
      {
        ...{ pointer: "/hardware/memoryGib", code: "memory-more", values: { by: 2, from: 2, to: 4 } },
        effects: [{ site: "openstack", code: "restarts", data: "kept", pause, text: words }],
        text: `2 more GiB of memory (2 → 4): ${words}`,
      },
    ],
    sites: [
      {
        ...{ site: "openstack", role: "primary", cloudName: "east", basis: "estimate", from: 1, runId: null },
        ...{ danger: null, data: "kept", pause, typedName: false, problem: null, rejected: [] },
      },
    ],
    ways: [{ code: "quiet-hour", values: {}, text: "Approve the plan when nobody needs the machine." }],
    text: "All data is kept. The longest interruption is about a minute.",
  });
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

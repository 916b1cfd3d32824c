import type { Policy } from "../../src/contract/index.ts";

/** The policy of a machine for which nobody has chosen anything. */
export function samplePolicy(workspaceId: string, changes: Partial<Policy> = {}): Policy {
  return {
    ...{ workspaceId, workspaceName: "web", version: 0, changedAt: null, changedBy: null, standing: null },
    ...{ changes: "ask", drift: "tell", timeZone: "UTC", window: null, power: null, maintenance: false },
    ...{ windowOpen: null, windowOpensAt: null },
    ...changes,
  };
}

import type { Policy, PolicyRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { checkPolicy } from "./check-policy.ts";
import type { PolicyStore } from "./ports.ts";
import { windowAt } from "./window-at.ts";

export interface PolicyDeskPorts {
  readonly store: PolicyStore;
  readonly clock: Clock;
  /** Throws AppError: not-found. */
  readonly nameOf: (ownerId: string, workspaceId: string) => Promise<string>;
}

/** What holds where nobody has chosen anything. */
const DEFAULTS: PolicyRequest = {
  ...{ changes: "ask", drift: "tell", timeZone: "UTC", window: null, power: null, maintenance: false },
};

export interface PolicyChange {
  readonly ownerId: string;
  readonly changedBy: string;
  readonly workspaceId: string;
  readonly request: PolicyRequest;
  /** The version that the change was made on; left out: on whatever there is. */
  readonly basedOn?: number | undefined;
}

/** Reads and changes what owners let happen by itself. */
export function makePolicyDesk({ store, clock, nameOf }: PolicyDeskPorts) {
  async function find(ownerId: string, workspaceId: string): Promise<Policy> {
    const workspaceName = await nameOf(ownerId, workspaceId);
    const found = await store.find(workspaceId);
    const { changedAt, changedBy, version, standing, ...chosen } = found ?? {
      ...{ ...DEFAULTS, changedAt: null, changedBy: null, version: 0, standing: null },
    };
    const { window, timeZone } = chosen;
    const opening = window === null ? null : windowAt({ ...window, timeZone }, clock.now());
    return {
      ...{ workspaceId, workspaceName, ...chosen, version, changedBy, standing },
      changedAt: changedAt?.toISOString() ?? null,
      windowOpen: opening?.open ?? null,
      windowOpensAt: opening?.opensAt?.toISOString() ?? null,
    };
  }

  /** Throws AppError: not-found, validation-failed, policy-conflict. */
  async function change({ ownerId, changedBy, workspaceId, request, basedOn }: PolicyChange): Promise<Policy> {
    await nameOf(ownerId, workspaceId);
    checkPolicy(request, clock.now());
    if (await store.save(workspaceId, request, changedBy, basedOn)) return find(ownerId, workspaceId);
    throw new AppError("policy-conflict", `The policy is not version ${basedOn} any more.`, { workspaceId, basedOn });
  }

  return { find, change };
}

import type { RollbackReceipt, SiteKey, StateDiff, StateHistory, UnlockReceipt } from "../../src/contract/index.ts";
import { call } from "./call.ts";

export const statesKey = (workspaceId: string, site: SiteKey) => ["states", workspaceId, site] as const;

const at = (workspaceId: string, site: SiteKey) => `/workspaces/${workspaceId}/states/${site}`;

export const readStates = (workspaceId: string, site: SiteKey) => call<StateHistory>("GET", at(workspaceId, site));
export const readStateDiff = (workspaceId: string, site: SiteKey, from: number, to: number) =>
  call<StateDiff>("GET", `${at(workspaceId, site)}/diff`, { query: { from, to } });
/** The version as Terraform wrote it. */
export const readState = (workspaceId: string, site: SiteKey, serial: number) =>
  call<unknown>("GET", `${at(workspaceId, site)}/versions/${serial}`);
export const rollBack = (workspaceId: string, site: SiteKey, serial: number) =>
  call<RollbackReceipt>("POST", `${at(workspaceId, site)}/rollback`, { body: { serial } });
export const unlock = (workspaceId: string, site: SiteKey, lockId: string) =>
  call<UnlockReceipt>("POST", `${at(workspaceId, site)}/unlock`, { body: { lockId } });

import type { RepairReport, Run, RunKind, SiteKey } from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

interface Started {
  readonly runs: readonly Run[];
}

export const runsKey = (workspaceId: string) => ["runs", workspaceId] as const;
export const runKey = (id: string) => ["runs", "one", id] as const;
export const repairKey = (workspaceId: string) => ["repair", workspaceId] as const;

/** A workspace's runs, the latest first. */
export const readRuns = (workspaceId: string, limit: number) => listOf<Run>("/runs", { query: { workspaceId, limit } });
/** The account's latest runs of all machines, from which one learns how long things usually take. */
export const readLatestRuns = () => listOf<Run>("/runs", { query: { limit: 50 } });
export const readRun = (id: string) => call<Run>("GET", `/runs/${id}`);
export const applyRun = (id: string, confirmName?: string) =>
  call<Run>("POST", `/runs/${id}/apply`, { body: confirmName === undefined ? {} : { confirmName } });
export const discardRun = (id: string) => call<Run>("POST", `/runs/${id}/discard`);
export const cancelRun = (id: string, force: boolean) => call<Run>("POST", `/runs/${id}/cancel`, { body: { force } });

/** Plans a workspace, or its end; plans of it that still wait for review would be in the way and are discarded. */
export async function planAnew(workspaceId: string, kind: RunKind, sites?: readonly SiteKey[]): Promise<Started> {
  await discardWaiting(workspaceId);
  const body = { kind, ...(sites !== undefined && { sites }) };
  return call<Started>("POST", `/workspaces/${workspaceId}/runs`, { body });
}

export async function planRepair(workspaceId: string): Promise<Started> {
  await discardWaiting(workspaceId);
  return call<Started>("POST", `/workspaces/${workspaceId}/repair`, { body: {} });
}

/** @param refresh asks the clouds now */
export const readRepair = (workspaceId: string, refresh: boolean) =>
  call<RepairReport>("GET", `/workspaces/${workspaceId}/repair`, { query: { refresh } });

async function discardWaiting(workspaceId: string): Promise<void> {
  const query = { workspaceId, status: "planned", limit: 50 };
  for (const { id } of await listOf<Run>("/runs", { query })) await discardRun(id);
}

import type { DriftReport, Policy, PolicyRequest } from "../../src/contract/index.ts";
import { call } from "./call.ts";

export const driftKey = (workspaceId: string) => ["drift", workspaceId] as const;
export const policyKey = (workspaceId: string) => ["policy", workspaceId] as const;

export const readDrift = (workspaceId: string) => call<DriftReport>("GET", `/workspaces/${workspaceId}/drift`);
/** A worker looks; `asked` is false again when it has. */
export const lookNow = (workspaceId: string) => call<DriftReport>("POST", `/workspaces/${workspaceId}/drift/check`);

export const readPolicy = (workspaceId: string) => call<Policy>("GET", `/workspaces/${workspaceId}/policy`);
/** @param version the one that was changed; refused with `policy-conflict` when there is another one by now */
export const setPolicy = (workspaceId: string, body: PolicyRequest, version: number) =>
  call<Policy>("PUT", `/workspaces/${workspaceId}/policy`, { body, headers: { "if-match": `"${version}"` } });

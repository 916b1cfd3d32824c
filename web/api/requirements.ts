import type {
  Catalog,
  ChangePreview,
  CheckReport,
  Cloud,
  RequirementRequest,
  Revision,
  Run,
  SubmissionReceipt,
  Workspace,
} from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

/** What a requirement would become; nothing is stored. */
export const checkRequirement = (request: RequirementRequest, signal: AbortSignal) =>
  call<CheckReport>("POST", "/requirements/check", { body: request, signal });

/** @param key the same for every repetition of one submission */
export const submitRequirement = (request: RequirementRequest, key: string) =>
  call<SubmissionReceipt>("POST", "/workspaces", { body: request, headers: { "idempotency-key": key } });

/** @param basedOn the revision that the change was made on; another latest one is refused with `revision-conflict` */
export const reviseRequirement = (id: string, request: RequirementRequest, basedOn: number, key: string) =>
  call<SubmissionReceipt>("POST", `/workspaces/${id}/revisions`, {
    body: request,
    headers: { "idempotency-key": key, "if-match": `"${basedOn}"` },
  });

export const readWorkspace = (id: string) => call<Workspace>("GET", `/workspaces/${id}`);
export const readRevision = (id: string, number: number) =>
  call<Revision>("GET", `/workspaces/${id}/revisions/${number}`);

/** What a revision means for what stands; from its plans once there are any. */
export const readPreview = (id: string, number: number) =>
  call<ChangePreview>("GET", `/workspaces/${id}/revisions/${number}/preview`);

/** Plans the latest revision on every site. */
export const startRuns = (id: string, key: string) =>
  call<{ runs: readonly Run[] }>("POST", `/workspaces/${id}/runs`, { body: {}, headers: { "idempotency-key": key } });

/** Runs of a workspace whose plans wait for their review. */
export const readPlannedRuns = (workspaceId: string) =>
  listOf<Run>("/runs", { query: { workspaceId, status: "planned" } });

/** Throws a plan away; nothing on the cloud changes. */
export const discardRun = (id: string) => call<Run>("POST", `/runs/${id}/discard`);

export const readClouds = () => listOf<Cloud>("/clouds");
export const readCatalog = (id: string) => call<Catalog>("GET", `/clouds/${id}/catalog`);

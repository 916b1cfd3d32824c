import type { EnginePin, Instance, Revision, TerraformExport, Workspace } from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

export const workspaceKey = (id: string) => ["workspaces", id] as const;
export const revisionKey = (id: string, number: number) => ["revisions", id, number] as const;
export const terraformKey = (id: string, revision: number) => ["terraform", id, revision] as const;
export const placesKey = (id: string) => ["instances", id] as const;
export const enginePinKey = (id: string) => ["engine-pin", id] as const;

export const readWorkspace = (id: string) => call<Workspace>("GET", `/workspaces/${id}`);
export const forgetWorkspace = (id: string) => call<void>("DELETE", `/workspaces/${id}`);
export const readRevision = (id: string, number: number) =>
  call<Revision>("GET", `/workspaces/${id}/revisions/${number}`);
export const readTerraform = (id: string) => call<TerraformExport>("GET", `/workspaces/${id}/terraform`);
export const readEnginePin = (id: string) => call<EnginePin>("GET", `/workspaces/${id}/engine`);
export const upgradeEngine = (id: string) => call<EnginePin>("POST", `/workspaces/${id}/upgrade-engine`);

/** The machine's places as their clouds see them now. */
export const readPlaces = (workspaceId: string) => listOf<Instance>("/instances", { query: { workspaceId } });

import type { Instance, SiteKey, SiteOutputs, Workspace } from "../contract/index.ts";

/** Workspaces with what is derived from their revisions, runs and states; one query per answer. */
export interface WorkspaceViews {
  list(ownerId: string): Promise<readonly Workspace[]>;
  find(ownerId: string, id: string): Promise<Workspace | null>;
}

/** A machine as last seen, and what Terraform says about where it is. */
export interface KnownSite {
  readonly workspaceId: string;
  readonly site: SiteKey;
  readonly outputs: SiteOutputs | null;
  readonly lastSeen: Instance | null;
}

/** Last known facts of machines, for when a cloud does not answer. */
export interface ObservationStore {
  read(workspaceIds: readonly string[]): Promise<readonly Instance[]>;
  save(instances: readonly Instance[]): Promise<void>;
}

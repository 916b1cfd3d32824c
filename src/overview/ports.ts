export type * from "./event-ports.ts";

import type { Instance, Role, RunKind, RunStatus, SiteKey, SitePlan } from "../contract/index.ts";

/** Everything stored about a workspace from which its views are derived; fetched in one query. */
export interface WorkspaceFacts {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Latest revision and the sites it wants. */
  readonly revision: number;
  readonly plannedSites: readonly SitePlan[];
  /** The latest run of each site. */
  readonly lastRuns: readonly RunFacts[];
  /** The latest run of each site after which the site was as its revision says. */
  readonly settledRuns: readonly RunFacts[];
  /** The present state of each site. */
  readonly states: readonly StateFact[];
}

export interface RunFacts {
  readonly id: string;
  readonly site: SiteKey;
  readonly role: Role;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly revision: number;
  readonly cloudId: string;
  /** Null when the cloud is no longer registered. */
  readonly cloudName: string | null;
  readonly sandbox: boolean;
}

export interface StateFact {
  readonly site: SiteKey;
  /** Terraform knows objects there. */
  readonly hasObjects: boolean;
  readonly instanceId: string | null;
  readonly instanceName: string | null;
}

export interface OverviewStore {
  /** In the order of their names; with a page only those after the name, up to the limit. */
  list(
    ownerId: string,
    page?: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly WorkspaceFacts[]>;
  find(ownerId: string, id: string): Promise<WorkspaceFacts | null>;
  /** Everybody's, in the order of their ids, those after `after`. */
  listAll(page: { readonly after: string | null; readonly limit: number }): Promise<readonly WorkspaceFacts[]>;
}

/** Last known facts of machines, for when a cloud does not answer. */
export interface ObservationStore {
  read(workspaceIds: readonly string[]): Promise<readonly Instance[]>;
  save(instances: readonly Instance[]): Promise<void>;
}

/** Something of an account changed in the database. `machine`: what is known of a machine of that workspace. */
export type AccountChange = { readonly accountId: string; readonly workspaceId: string } & (
  | { readonly kind: "run"; readonly runId: string; readonly site: SiteKey; readonly status: RunStatus }
  | { readonly kind: "workspace"; readonly change: "changed" | "gone" }
  | { readonly kind: "machine" }
);

/** Calls back for every change of any account; with null when some may have been missed. Answers how to stop that. */
export type WatchAccountChanges = (listener: (change: AccountChange | null) => void) => () => void;

import type { CloudObject } from "../cloud/index.ts";
import type { RunKind, SiteKey, StrayObject } from "../contract/index.ts";
import type { RunObject } from "../run/index.ts";

/** A site on one cloud, and whether its state can be trusted to know all that is there. */
export interface SiteCondition {
  readonly workspaceId: string;
  readonly site: SiteKey;
  readonly cloudId: string;
  readonly unclean: boolean;
  /** Whether it was unclean already when its last apply began. */
  readonly uncleanBefore: boolean;
  readonly reason: string | null;
  readonly since: Date;
  /** The last run that applied there, and what it was to do. */
  readonly runId: string;
  readonly runKind: RunKind;
  readonly revision: number;
  /** How long ago its apply ended, by the store's clock; null while it goes on. */
  readonly endedMsAgo: number | null;
  readonly inspectedAt: Date | null;
  readonly inspectionProblem: string | null;
}

/** An object that the reviewed plan takes off the cloud, with what the person was told. */
export interface Removal {
  readonly object: CloudObject;
  readonly stray: StrayObject;
}

export type SiteName = Pick<SiteCondition, "workspaceId" | "site" | "cloudId">;

export interface RepairStore {
  condition(name: SiteName): Promise<SiteCondition | null>;
  /** Every condition of a workspace, clean or not. */
  conditions(workspaceId: string): Promise<readonly SiteCondition[]>;
  strays(name: SiteName): Promise<readonly StrayObject[]>;
  /** Takes an unclean site whose apply has ended and whose time has come; nobody else gets it for `seconds`. */
  takeForInspection(seconds: number): Promise<SiteCondition | null>;
  /**
   * Notes what a listing found, or why there was none. `clean` makes the site clean, unless a run has begun an apply
   * there since `seen`.
   */
  noteInspection(seen: SiteCondition, found: InspectionNote): Promise<void>;
  objects(runId: string): Promise<readonly RunObject[]>;
  noteObjects(runId: string, objects: readonly RunObject[]): Promise<void>;
  /** False, and nothing is stored, when the run has a newer claim. */
  saveRemovals(
    claim: { readonly runId: string; readonly epoch: number },
    removals: readonly Removal[],
  ): Promise<boolean>;
  removals(runId: string): Promise<readonly Removal[]>;
}

export interface InspectionNote {
  /** Null when the cloud could not be asked: what was found before stays. */
  readonly strays: readonly StrayObject[] | null;
  readonly problem: string | null;
  readonly clean: boolean;
  readonly againInMs: number;
}

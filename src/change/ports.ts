import type { PlanSummary, Requirement, SiteKey, SitePlan } from "../contract/index.ts";
import type { RecordedDurations } from "./expected-pause.ts";

/** A site as it was applied last. */
export interface StandingSide {
  readonly revision: number;
  readonly requirement: Requirement;
  readonly plan: SitePlan;
}

/** The latest run of the revision on a site. */
export interface PlannedSide {
  readonly site: SiteKey;
  readonly runId: string;
  /** Null while there is no plan, or when making it failed. */
  readonly summary: PlanSummary | null;
  readonly problem: string | null;
}

/** Everything that is known of a change. */
export interface PreviewInput {
  /** The revision; null: it is not submitted yet. */
  readonly number: number | null;
  readonly superseded: boolean;
  readonly requirement: Requirement;
  readonly sites: readonly SitePlan[];
  readonly standing: readonly StandingSide[];
  readonly planned: readonly PlannedSide[];
  readonly recorded: (site: SitePlan) => RecordedDurations;
}

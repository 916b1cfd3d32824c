import type {
  Danger,
  DriftClass,
  PolicyChanges,
  PolicyDrift,
  PolicyRequest,
  Role,
  ScheduleStanding,
  SiteKey,
} from "../contract/index.ts";

/** What the owner of a workspace lets happen by itself. */
export interface SchedulePolicy {
  readonly changes: PolicyChanges;
  readonly drift: PolicyDrift;
}

/** When the owner lets it happen. */
export interface ScheduleWindow {
  /** Five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). */
  readonly cron: string;
  readonly minutes: number;
  /** IANA name, such as `Asia/Seoul`. */
  readonly timeZone: string;
}

/** The owner's choice as stored. */
export type StoredPolicy = PolicyRequest & {
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string;
};

export interface PolicyStore {
  /** Null when nobody has chosen anything. */
  find(workspaceId: string): Promise<(StoredPolicy & { readonly standing: ScheduleStanding | null }) | null>;
  /** False when the policy has another version than the one it was based on. Throws AppError: not-found. */
  save(workspaceId: string, policy: PolicyRequest, changedBy: string, basedOn?: number): Promise<boolean>;
}

/** A plan that waits for its review. */
export interface WaitingPlan {
  readonly runId: string;
  readonly revision: number;
  readonly danger: Danger;
  readonly rejected: boolean;
}

/** One site as it is at one moment. */
export interface SiteSnapshot {
  readonly site: SiteKey;
  readonly role: Role;
  /** Null: nothing was ever applied there. */
  readonly appliedRevision: number | null;
  /** A run waits, plans or applies there, or its machine is being started or stopped. */
  readonly atWork: boolean;
  /** An apply did not end well, and repair has not been there. */
  readonly unclean: boolean;
  readonly cloudAnswers: boolean;
  /** The revision whose change failed there last, unless something was applied since. */
  readonly failedRevision: number | null;
  readonly plan: WaitingPlan | null;
  /** The gravest class of what the last check found; null when nothing. */
  readonly drift: DriftClass | null;
  readonly checkedAt: Date | null;
}

/** Everything the decision looks at; taken anew before every decision. */
export interface ScheduleSnapshot {
  readonly now: Date;
  readonly desiredRevision: number;
  readonly sites: readonly SiteSnapshot[];
  readonly policy: SchedulePolicy;
  /** Null: always open for what interrupts nothing, never for what does. */
  readonly window: { readonly open: boolean; readonly opensAt: Date | null } | null;
  /** Null: sites are checked only when somebody asks. */
  readonly checkEveryMs: number | null;
}

/** What to do now: at most one thing, and never on two sites. */
export type ScheduleAction =
  | { readonly kind: "check"; readonly site: SiteKey }
  | { readonly kind: "plan"; readonly site: SiteKey; readonly reason: "revision" | "drift" }
  | { readonly kind: "apply"; readonly site: SiteKey; readonly runId: string }
  | { readonly kind: "ask"; readonly site: SiteKey; readonly reason: AskReason }
  | { readonly kind: "wait"; readonly until: Date | null; readonly reason: WaitReason };

/** Why a person has to say something first. */
export type AskReason = "first-apply" | "change-failed" | "policy" | "plan-rejected" | "too-dangerous";
export type WaitReason = "at-work" | "unclean" | "window" | "cloud-away" | "nothing-to-do";

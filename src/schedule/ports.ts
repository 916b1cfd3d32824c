import type {
  Danger,
  DriftClass,
  MachineState,
  PolicyChanges,
  PolicyDrift,
  PolicyRequest,
  PowerVerb,
  Role,
  RunFailure,
  RunKind,
  RunStatus,
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
  /** The scheduler's own; a person's is never thrown away by it. */
  readonly own: boolean;
}

/** One site as it is at one moment. */
export interface SiteSnapshot {
  readonly site: SiteKey;
  readonly role: Role;
  /** Null: nothing was ever applied there. */
  readonly appliedRevision: number | null;
  /** A person took it away; it comes back by a person's apply. */
  readonly destroyed: boolean;
  /** A run waits, plans or applies there, or its machine is being started or stopped. */
  readonly atWork: boolean;
  /** An apply did not end well, and repair has not been there. */
  readonly unclean: boolean;
  readonly cloudAnswers: boolean;
  /** When a cloud that did not answer is asked again. */
  readonly askCloudAt: Date | null;
  /** The revision whose change failed there last, unless something was applied since. */
  readonly failedRevision: number | null;
  /** The revision whose plan a person threw away last. */
  readonly declinedRevision: number | null;
  /** Another Terraform would write it for the first time: a person sees first what that changes. */
  readonly engineReview: boolean;
  readonly plan: WaitingPlan | null;
  /** The gravest class of what the last check found; null when nothing. */
  readonly drift: DriftClass | null;
  /** It was corrected already and is still there. */
  readonly driftStays: boolean;
  readonly checkedAt: Date | null;
  /** It was corrected, and nobody has looked since nor was asked to. */
  readonly recheck: boolean;
  /** What the owner's times say, and nobody has done yet. */
  readonly powerDue: "start" | "stop" | null;
  /** Stopped by the owner's times; when it is started again. Null: it is not. */
  readonly sleepsUntil: Date | null;
}

/** Everything the decision looks at; taken anew before every decision. */
export interface ScheduleSnapshot {
  readonly now: Date;
  readonly desiredRevision: number;
  /** Until then whoever changed the requirement may ask for plans; null when that is over. */
  readonly settlesAt: Date | null;
  readonly sites: readonly SiteSnapshot[];
  readonly policy: SchedulePolicy;
  readonly maintenance: boolean;
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
  | { readonly kind: "power"; readonly site: SiteKey; readonly verb: "start" | "stop" }
  | { readonly kind: "ask"; readonly site: SiteKey; readonly reason: AskReason }
  | { readonly kind: "wait"; readonly until: Date | null; readonly reason: WaitReason };

/** Why a person has to say something first. */
export type AskReason =
  | "first-apply"
  | "change-failed"
  | "declined"
  | "policy"
  | "plan-rejected"
  | "too-dangerous"
  | "engine-review"
  | "plan-in-review"
  | "drift-stays";
export type WaitReason =
  | "maintenance"
  | "at-work"
  | "unclean"
  | "just-changed"
  | "window"
  | "asleep"
  | "cloud-away"
  | "nothing-to-do";

/** The last run of a site, however it ended. */
export interface LastRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly reason: string;
  readonly revision: number;
  readonly createdBy: string;
  readonly finishedAt: Date | null;
  /** Where it failed, and with which problem; null when it did not. */
  readonly failure: { readonly code: string; readonly phase: RunFailure["phase"] } | null;
  readonly danger: Danger | null;
  readonly rejected: boolean;
}

/** A site as it is stored, before anything is concluded. */
export interface SiteFacts {
  readonly site: SiteKey;
  readonly role: Role;
  readonly cloudId: string;
  readonly machine: MachineState;
  readonly instanceId: string | null;
  /** The last run after which the site was as its revision says, on the cloud that it is planned on. */
  readonly settled: { readonly revision: number; readonly kind: RunKind } | null;
  readonly last: LastRun | null;
  /** Runs in a row that failed, the last one included. */
  readonly failures: number;
  readonly unclean: boolean;
  readonly powerOpen: boolean;
  readonly engineReview: boolean;
  /** What the last check of what is applied now found. */
  readonly drift: {
    readonly classes: readonly DriftClass[];
    readonly checkedAt: Date;
    readonly since: Date;
  } | null;
  readonly checkAsked: boolean;
  /** What was last asked for its power, and not taken back. */
  readonly power: {
    readonly verb: PowerVerb;
    readonly createdBy: string;
    readonly createdAt: Date;
    readonly finishedAt: Date | null;
  } | null;
}

/** A workspace as it is stored, read at one moment. */
export interface WorkspaceFacts {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly ownerId: string;
  /** By the store's clock. */
  readonly now: Date;
  readonly revision: number;
  readonly revisedAt: Date;
  readonly policy: StoredPolicy;
  readonly sites: readonly SiteFacts[];
  /** The failed run of which people were told how to go back. */
  readonly toldRunId: string | null;
}

export interface ScheduleNote {
  readonly standing: ScheduleStanding;
  /** Looked at again after so long, or as soon as something changes. */
  readonly againSeconds: number;
  readonly toldRunId: string | null;
}

export interface ScheduleStore {
  /** Workspaces whose owner leaves something to the scheduler and whose turn it is, those first that wait longest. */
  takeDue(limit: number, holdSeconds: number): Promise<readonly string[]>;
  /** Null when it is gone, or its owner chose again to be asked for everything. */
  facts(workspaceId: string): Promise<WorkspaceFacts | null>;
  /** Whether the last change of the machine's power was the scheduler stopping it. */
  isAsleep(workspaceId: string, site: SiteKey): Promise<boolean>;
  /** Ends the hold. */
  note(workspaceId: string, note: ScheduleNote): Promise<void>;
}

/** Whom runs and power actions of the scheduler are by. */
export const SCHEDULER = "scheduler";

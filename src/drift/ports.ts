import type {
  DriftChange,
  DriftFinding,
  DriftStatus,
  MachineState,
  PowerVerb,
  RunFailure,
  SiteDrift,
  SiteKey,
} from "../contract/index.ts";

/** A site whose time has come to be looked at, with what judging it needs. */
export interface DueSite {
  readonly workspaceId: string;
  readonly ownerId: string;
  readonly site: SiteKey;
  readonly cloudId: string;
  /** The apply that the record is of; what is found is worth nothing after another one. */
  readonly runId: string;
  readonly revision: number;
  /** By the store's clock; who asks later than this asks for another look. */
  readonly takenAt: Date;
  /** What the requirement says of its machine. */
  readonly machine: MachineState;
  /** The last power action that a person asked for and that was done since that apply. */
  readonly power: PowerVerb | null;
  /** When that apply ended. */
  readonly appliedAt: Date;
}

export interface DriftNote {
  readonly status: Exclude<DriftStatus, "unchecked">;
  readonly findings: readonly DriftFinding[];
  readonly problem: string | null;
}

export interface TakeDue {
  /** Null: only what was asked for. The first check of a site comes after 3/4 to the whole of it, by chance. */
  readonly intervalSeconds: number | null;
  readonly limit: number;
  /** Nobody else gets them for so long. */
  readonly holdSeconds: number;
}

export interface DriftStore {
  /** Due sites of one cloud, on which nothing is at work and that are clean. */
  takeDue(wish: TakeDue): Promise<readonly DueSite[]>;
  /** Ends the hold; nothing else is stored when something has been at work on the site since it was taken. */
  note(site: DueSite, note: DriftNote): Promise<void>;
  /** Asks for a check of every clean site of a workspace; gives how many there are. */
  ask(workspaceId: string): Promise<number>;
  /** Sites of one workspace that stand and are clean. */
  sites(workspaceId: string): Promise<readonly SiteDrift[]>;
  /** What differed from the check before, the latest first. */
  history(workspaceId: string, limit: number): Promise<readonly DriftChange[]>;
  /** Sites of all of an account's workspaces in an order of their own, those after `after` (`workspaceId site`). */
  fleet(
    ownerId: string,
    page: { readonly after: string | null; readonly limit: number; readonly status: DriftStatus | null },
  ): Promise<readonly SiteDrift[]>;
}

/** A refresh-only plan on a copy of the recorded state: takes no lock and changes nothing. */
export type RefreshPlan = (
  site: DueSite,
  input: {
    readonly state: Uint8Array;
    readonly files: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
) => Promise<{ readonly planJson: unknown } | { readonly failure: RunFailure } | null>;

/** What a check found on one site, and who is to read of it. */
export interface UnwrittenChange {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly site: SiteKey;
  readonly findings: readonly Pick<DriftFinding, "title" | "class" | "reason">[];
  /** Confirmed addresses of the account's owners. */
  readonly to: readonly string[];
}

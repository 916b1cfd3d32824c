import type {
  CloudKind,
  CloudRegistration,
  CloudstackCredentials,
  OpenstackCredentials,
  Owner,
  RunStatus,
  TenantLimits,
  TenantPart,
  TenantStatus,
} from "../contract/index.ts";

/** Owner of clouds for administration and of the seats of tenants' states. Nobody is a member of it. */
export const SITE_ACCOUNT = "site";

/** What is wished for one account on one cloud, and how far it is. */
export interface TenantRecord {
  readonly id: string;
  readonly accountId: string;
  /** Registered for administration. */
  readonly cloudId: string;
  readonly cloudKind: CloudKind;
  /** Seat of its Terraform state. */
  readonly workspaceId: string;
  /** On the cloud, of everything. */
  readonly name: string;
  readonly limits: TenantLimits;
  readonly cidr: string;
  readonly wish: "present" | "absent";
  /** Grows with every wish; a step for an older one is not noted. */
  readonly generation: number;
  readonly status: TenantStatus;
  readonly detail: string | null;
  readonly ownCloudId: string | null;
  readonly ownCloudName: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** With what people are told beside it. */
export interface ShownTenant {
  readonly record: TenantRecord;
  readonly owner: Owner;
  readonly cloudName: string;
  readonly lastRun: { readonly id: string; readonly status: RunStatus } | null;
}

export interface TenantClaim {
  readonly record: TenantRecord;
  readonly epoch: number;
}

export type TenantPatch = Partial<Pick<TenantRecord, "status" | "detail" | "ownCloudId">>;
export type TenantWish = Pick<TenantRecord, "limits" | "wish" | "status" | "createdBy">;

export interface TenantStore {
  /** All of the site, by owner. */
  list(): Promise<readonly ShownTenant[]>;
  find(id: string): Promise<ShownTenant | null>;
  ofAccount(accountId: string, cloudId: string): Promise<TenantRecord | null>;
  ofWorkspace(workspaceId: string): Promise<TenantRecord | null>;
  /** A person or organisation by handle or id that is not suspended. */
  account(handleOrId: string): Promise<Owner | null>;
  /** With the seat of its state. Throws AppError("name-taken") when that account has one on that cloud. */
  create(record: TenantRecord): Promise<void>;
  /** The next generation of the wish. Throws AppError("not-found"). */
  wish(id: string, wish: TenantWish): Promise<TenantRecord>;
  /** One that is not at rest and that nobody looks after now. */
  claimNext(workerId: string, leaseSeconds: number): Promise<TenantClaim | null>;
  /** Ends the claim; what was found out counts only for the generation it was found out for. */
  settle(claim: TenantClaim, patch: TenantPatch, lookAgainMs: number): Promise<void>;
  /** With seat, states and runs, unless it is wanted again. */
  forget(claim: TenantClaim): Promise<void>;
}

/** What tells one tenant from everything else on its cloud, and what its parts are made from. */
export interface TenantTarget {
  readonly name: string;
  readonly mark: string;
  readonly cidr: string;
  /** CloudStack's. */
  readonly networkOfferingId: string | null;
  readonly zoneId: string | null;
}

/** How a tenant stands on its cloud. */
export interface TenantSight {
  readonly parts: readonly TenantPart[];
  /** In the words and units of `openstackLimits` or `cloudstackLimits`; empty before there is a project or account. */
  readonly limits: Readonly<Record<string, number>>;
  readonly machines: number;
  /** What would be lost with it, such as "2 machines". */
  readonly belongings: readonly string[];
  readonly domainId: string;
  /** OpenStack: of the role that the user gets. */
  readonly roleId: string | null;
  /** OpenStack: Terraform address → id of what exists. */
  readonly imports: Readonly<Record<string, string>>;
}

export type TenantCredentials = OpenstackCredentials | CloudstackCredentials;

/**
 * One cloud with an administrator's credential. Every act may be repeated. Failures are those of `CloudClient`, and
 * AppError("name-taken") for a project of that name which is not this tenant's.
 */
export interface TenantAdmin {
  look(target: TenantTarget, signal?: AbortSignal): Promise<TenantSight>;
  /** Makes what Terraform cannot, before it. */
  prepare(target: TenantTarget, signal?: AbortSignal): Promise<void>;
  /** A new credential of the tenant's own; earlier ones end. */
  grant(target: TenantTarget, signal?: AbortSignal): Promise<TenantCredentials>;
  /** Removes what Terraform does not know and would stand in its way. */
  beforeRemoval(target: TenantTarget, signal?: AbortSignal): Promise<void>;
  /** Left out where a tenant's own credential is enough. */
  readonly keys?: TenantKeys;
  /** Removes what `prepare` made. */
  afterRemoval(target: TenantTarget, signal?: AbortSignal): Promise<void>;
}

/** Keys for S3 of a tenant's user, where its own credential may make none. */
export interface TenantKeys {
  make(target: TenantTarget, signal?: AbortSignal): Promise<{ readonly accessKey: string; readonly secretKey: string }>;
  /** One that is gone counts as ended. */
  end(target: TenantTarget, accessKey: string, signal?: AbortSignal): Promise<void>;
}

export type OpenTenantAdmin = (registration: CloudRegistration) => TenantAdmin;

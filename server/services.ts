import type { AccessStore, Principal } from "../src/account/ports.ts";
import type { ConnectionTestWish } from "../src/cloud/index.ts";
import type {
  BootstrapAnswer,
  BootstrapRequest,
  Catalog,
  ChangePreview,
  CheckReport,
  Cloud,
  CloudChangeRequest,
  ConnectionStep,
  HeartbeatAnswer,
  HeartbeatRequest,
  Instance,
  Profile,
  Revision,
  Run,
  RunEvent,
  RunStatus,
  ServiceStatus,
  StartRunsRequest,
  SubmissionReceipt,
  TerraformExport,
  Webhook,
  WebhookChangeRequest,
  WebhookDelivery,
  WebhookReceipt,
  WebhookRequest,
  Workspace,
} from "../src/contract/index.ts";
import type { IdempotencyStore } from "../src/idempotency/ports.ts";
import type { StateBackend } from "../src/state/index.ts";
import type { AccountEventHub } from "./account-event-hub.ts";
import type { AdministrationSide } from "./services/administration-side.ts";
import type { BucketSide } from "./services/bucket-side.ts";
import type { DriftServices } from "./services/drift-side.ts";
import type { EnginePinServices } from "./services/engine-pin-side.ts";
import type { WorkspaceEventService } from "./services/event-side.ts";
import type { ImageServices } from "./services/image-side.ts";
import type { OrganisationSide } from "./services/organisation-side.ts";
import type { PeopleServices } from "./services/people-services.ts";
import type { PolicyServices } from "./services/policy-side.ts";
import type { PowerServices } from "./services/power-side.ts";
import type { RemoteServices } from "./services/remote-side.ts";
import type { RepairServices } from "./services/repair-side.ts";
import type { StateServices } from "./services/state-side.ts";
import type { TenantSide } from "./services/tenant-side.ts";

/** Everything the routes may ask for. Made in `composition/`; scripted in tests. */
export interface Services extends OrganisationSide, AdministrationSide {
  readonly accounts: AccountServices;
  /** Who owns what, for the hook that decides whether a route may be called. */
  readonly access: AccessStore;
  readonly people: PeopleServices;
  readonly requirements: RequirementServices;
  readonly workspaces: WorkspaceServices;
  readonly runs: RunServices;
  readonly enginePins: EnginePinServices;
  readonly repair: RepairServices;
  readonly drift: DriftServices;
  readonly policy: PolicyServices;
  readonly remote: RemoteServices;
  readonly power: PowerServices;
  readonly workspaceEvents: WorkspaceEventService;
  readonly clouds: CloudServices;
  readonly images: ImageServices;
  readonly buckets: BucketSide;
  readonly machines: MachineServices;
  readonly instances: (principal: Principal, workspaceId: string | undefined) => Promise<readonly Instance[]>;
  /** What changes in accounts, for those who watch. */
  readonly accountEvents: AccountEventHub;
  /** Terraform's HTTP backend protocol; checks the credential itself. */
  readonly state: StateBackend;
  readonly states: StateServices;
  readonly tenants: TenantSide;
  readonly webhooks: WebhookServices;
  /** Answers of creations that may be repeated. */
  readonly idempotency: IdempotencyStore;
  readonly status: () => Promise<ServiceStatus>;
  /** For the operator's monitoring. */
  readonly backlog: () => Promise<Backlog>;
  /** Names of what is not ready; empty when requests can be served. */
  readonly unready: () => Promise<readonly string[]>;
}

export interface AccountServices {
  /** Whom an API token stands for; null when it opens nothing. */
  authenticate(token: string): Promise<Principal | null>;
}

/** `input` is the document as it was sent: judging it, with all its faults at once, is the core's part. */
export interface RequirementServices {
  profiles(): readonly Profile[];
  check(principal: Principal, input: unknown): Promise<CheckReport>;
  /** What a stored revision means for what stands now. Throws AppError: not-found. */
  preview(principal: Principal, workspaceId: string, revision: number): Promise<ChangePreview>;
  /** Throws AppError: validation-failed, nothing-fits, no-cloud, name-taken. */
  submit(principal: Principal, input: unknown): Promise<SubmissionReceipt>;
  /** Like submit, onto an existing workspace; with `basedOn` also revision-conflict. */
  revise(
    principal: Principal,
    workspaceId: string,
    input: unknown,
    basedOn: number | undefined,
  ): Promise<SubmissionReceipt>;
  /** What an earlier revision asked for becomes the next one. Throws AppError: not-found, revision-conflict, nothing-fits. */
  restore(
    principal: Principal,
    workspaceId: string,
    revision: number,
    basedOn: number | undefined,
  ): Promise<SubmissionReceipt>;
}

export type RevisionEntry = Pick<Revision, "number" | "createdAt" | "createdBy" | "operationId">;

export interface WorkspaceServices {
  /** In the order of their names, those after `after`. */
  list(
    principal: Principal,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly Workspace[]>;
  find(principal: Principal, id: string): Promise<Workspace>;
  /** Throws AppError: not-found, workspace-not-empty, run-active. */
  remove(principal: Principal, id: string): Promise<void>;
  revisions(principal: Principal, id: string): Promise<readonly RevisionEntry[]>;
  revision(principal: Principal, id: string, number: number): Promise<Revision>;
  exportTerraform(principal: Principal, id: string, withState: boolean): Promise<TerraformExport>;
}

export interface RunFilter {
  readonly workspaceId?: string | undefined;
  readonly status?: RunStatus | undefined;
  /** Only runs older than this one. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface RunServices {
  /** `reason` says why the runs exist; "user" when left out. */
  start(principal: Principal, workspaceId: string, request: StartRunsRequest, reason?: string): Promise<readonly Run[]>;
  list(principal: Principal, filter: RunFilter): Promise<readonly Run[]>;
  find(principal: Principal, id: string): Promise<Run>;
  planJson(principal: Principal, id: string): Promise<unknown>;
  apply(principal: Principal, id: string, confirmName: string | undefined): Promise<Run>;
  discard(principal: Principal, id: string): Promise<Run>;
  cancel(principal: Principal, id: string, force: boolean): Promise<Run>;
  events(runId: string, afterSequence: number, limit: number): Promise<readonly RunEvent[]>;
  /** Calls back when something about the run may have changed; answers how to stop that. */
  watch(runId: string, listener: () => void): () => void;
}

export interface CloudServices {
  list(principal: Principal): Promise<readonly Cloud[]>;
  find(principal: Principal, id: string): Promise<Cloud>;
  /** `force` keeps a cloud that does not answer yet. */
  register(principal: Principal, registration: unknown, force: boolean): Promise<Cloud>;
  change(principal: Principal, id: string, change: CloudChangeRequest, force: boolean): Promise<Cloud>;
  remove(principal: Principal, id: string): Promise<void>;
  /** `onStep` hears of each step as it ends. */
  test(
    principal: Principal,
    id: string,
    wish: ConnectionTestWish,
    onStep?: (step: ConnectionStep) => void,
  ): Promise<readonly ConnectionStep[]>;
  catalog(principal: Principal, id: string): Promise<Catalog>;
  refreshCatalog(principal: Principal, id: string): Promise<Catalog>;
}

export interface Backlog {
  /** 0 when no run waits for a worker. */
  readonly oldestWaitingSeconds: number;
  readonly webhooksWaiting: number;
  /** Connections to the database by what they do. */
  readonly connections: Readonly<Record<string, number>>;
}

export interface WebhookServices {
  list(principal: Principal): Promise<readonly Webhook[]>;
  find(principal: Principal, id: string): Promise<Webhook>;
  create(principal: Principal, request: WebhookRequest): Promise<WebhookReceipt>;
  change(principal: Principal, id: string, change: WebhookChangeRequest): Promise<Webhook>;
  replaceSecret(principal: Principal, id: string): Promise<WebhookReceipt>;
  remove(principal: Principal, id: string): Promise<void>;
  /** Throws AppError: not-found, webhook-paused. */
  test(principal: Principal, id: string): Promise<WebhookDelivery>;
  /** Latest first, from `before` on. */
  deliveries(
    principal: Principal,
    id: string,
    page: { readonly limit: number; readonly before: number | null },
  ): Promise<readonly (WebhookDelivery & { readonly position: number })[]>;
  redeliver(principal: Principal, id: string, deliveryId: string): Promise<WebhookDelivery>;
}

export interface MachineServices {
  bootstrap(token: string, request: BootstrapRequest): Promise<BootstrapAnswer>;
  heartbeat(token: string, request: HeartbeatRequest): Promise<HeartbeatAnswer>;
}

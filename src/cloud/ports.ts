import type {
  CapacityItem,
  Catalog,
  Cloud,
  CloudRegistration,
  CloudstackRegistration,
  ConnectionStep,
  Instance,
  OpenstackRegistration,
  OperatingSystem,
  PowerVerb,
  SiteKey,
  SitePlan,
  VolumeSpeed,
} from "../contract/index.ts";
import type { CloudBuckets } from "./bucket-ports.ts";
import type { CloudImages, OfferedFile } from "./image-ports.ts";

export type * from "./bucket-ports.ts";
export type * from "./image-ports.ts";

/** A registered cloud with its credentials; never leaves the process. */
export interface CloudConnection {
  readonly cloud: Cloud;
  readonly registration: CloudRegistration;
}

/** What live listing needs to find one machine again. */
export interface InstanceQuery {
  readonly instanceId: string;
}

/** The cloud's own answer about one machine, in our words. */
export type ObservedInstance = Pick<
  Instance,
  | "instanceId"
  | "name"
  | "vcpu"
  | "memoryMib"
  | "offering"
  | "diskGib"
  | "privateAddresses"
  | "publicAddress"
  | "powerState"
  | "cloudStatus"
>;

/** What a site is made of, whatever its cloud calls it. Those after `key-pair` tie two objects together. */
export type CloudObjectKind =
  | "machine"
  | "volume"
  | "network"
  | "subnet"
  | "router"
  | "port"
  | "security-group"
  | "security-group-rule"
  | "firewall-rule"
  | "egress-rule"
  | "public-address"
  | "key-pair"
  | "router-interface"
  | "volume-attachment"
  | "address-association"
  | "static-nat";

/** One object of a site as its cloud shows it now. */
export interface CloudObject {
  readonly kind: CloudObjectKind;
  /** As Terraform would write it into its state. */
  readonly id: string;
  readonly name: string;
  /**
   * `busy` will become one of the others by itself; `unfinished` was asked to become something else, and does not get
   * there without a further word.
   */
  readonly condition: "ready" | "busy" | "unfinished" | "failed";
  readonly cloudStatus: string;
  /** What ties it to others and tells it from its like: `networkId`, `machineId`, `protocol` … */
  readonly facts: Readonly<Record<string, string>>;
}

/** One object of a project or account with all that can be compared with a record of it. */
export interface ListedObject {
  readonly kind: CloudObjectKind;
  /** As Terraform would write it into its state. */
  readonly id: string;
  readonly name: string;
  /** False while the cloud is at work on it: what it shows then is not its last word. */
  readonly settled: boolean;
  /** Whose it says it is; null when it says nothing. */
  readonly mark: { readonly workspaceId: string; readonly secondSite: boolean } | null;
  /** Lists sorted and joined by commas; what the cloud does not tell is missing. */
  readonly facts: Readonly<Record<string, string>>;
}

/** How the objects of one site are told from everybody else's. */
export interface SiteMarks {
  /** Whole: as tag or metadata `workspace-id`, and inside descriptions. */
  readonly workspaceId: string;
  /** A second site's objects carry it beside the workspace, as tag or metadata `site` and in descriptions. */
  readonly site: SiteKey;
  /** Whole names, for the moment between an object's making and its tagging; never prefixes. */
  readonly names: readonly string[];
  /** Host names of its machine; they count only on a network of its own. */
  readonly machineNames: readonly string[];
  /** OpenSSH key of the site's key pair, which can carry no mark. */
  readonly publicKey: string | null;
}

/** Hears of one step of a connection test that has just ended. */
export type OnStep = (step: ConnectionStep) => void;

/** What of a connection test is done only when asked for. */
export interface ConnectionTestWish {
  /** An image of one byte goes up, comes back and is deleted, or a cloud that fetches images is offered one. */
  readonly image?: boolean;
  /** What is offered; null: nobody has said under which address clouds reach this service. */
  readonly offer?: (() => Promise<OfferedFile>) | null;
}

/** How a machine stands with its power. */
export interface PowerSight {
  readonly powerState: Instance["powerState"];
  /** The cloud is at work on it, so that this is not its last word. */
  readonly busy: boolean;
  /** The cloud's own words. */
  readonly cloudStatus: string;
}

/** Power of one machine. Failures are those of `CloudClient`. */
export interface MachinePower {
  /** Null when the machine is gone. */
  look(instanceId: string, signal?: AbortSignal): Promise<PowerSight | null>;
  /**
   * Changes with every act of this kind in the cloud's own history of the machine, and is empty when there was none: it
   * tells afterwards whether a request whose answer was lost has arrived.
   */
  lastAct(instanceId: string, verb: PowerVerb, signal?: AbortSignal): Promise<string>;
  /**
   * Tells the cloud, once. The answer is a ticket to ask by how it ended, where the cloud gives one, else null. Throws
   * AppError("wrong-power-state") when the machine's state does not allow it now.
   */
  send(
    instanceId: string,
    wish: { readonly action: PowerVerb; readonly hard: boolean },
    signal?: AbortSignal,
  ): Promise<string | null>;
  /** Whether what the ticket stands for has ended well; throws AppError("cloud-refused") when it ended badly. */
  hasEnded(ticket: string, signal?: AbortSignal): Promise<boolean>;
}

/**
 * One cloud as this tenant sees it. Failures are AppErrors: cloud-unreachable (no answer, time-out, TLS),
 * cloud-credentials (401/403), cloud-refused (anything else, with the cloud's own message in `facts`).
 */
export interface CloudClient {
  /** @param onStep is told of each step as it is known */
  testConnection(signal?: AbortSignal, onStep?: OnStep, wish?: ConnectionTestWish): Promise<readonly ConnectionStep[]>;
  readCatalog(signal?: AbortSignal): Promise<Catalog>;
  /** How much of what the tenant may use and uses; what the cloud does not tell this tenant is left out. */
  readCapacity(signal?: AbortSignal): Promise<readonly CapacityItem[]>;
  /** Machines by id; one that is gone is simply missing from the answer. */
  observeInstances(ids: readonly string[], signal?: AbortSignal): Promise<readonly ObservedInstance[]>;
  /** Every object that carries the marks of one site, whether or not a state knows it. */
  listMarked(marks: SiteMarks, signal?: AbortSignal): Promise<readonly CloudObject[]>;
  /** Everything of the project or account in a few lists, whoever made it; left out where nothing is compared. */
  listProject?(signal?: AbortSignal): Promise<readonly ListedObject[]>;
  /**
   * What the cloud's own record says was done to an object, the newest first; left out where nobody asks. Empty where the
   * cloud keeps no record of such objects, or does not show it.
   */
  listActs?(object: { readonly type: string; readonly id: string }, signal?: AbortSignal): Promise<readonly CloudAct[]>;
  /** Removes one object and waits until it is gone; one that is gone already counts as removed. */
  removeObject(object: CloudObject, signal?: AbortSignal): Promise<void>;
  /** Says the word that an `unfinished` object waits for, and waits until it is there. */
  finishObject(object: CloudObject, signal?: AbortSignal): Promise<void>;
  /**
   * Where the machine's screen is shown, as a WebSocket that speaks RFB; left out where there are no screens. The address
   * holds a secret. Throws AppError("machine-session-unavailable") where the cloud offers none for this machine.
   */
  askConsole?(instanceId: string, signal?: AbortSignal): Promise<ConsoleSight>;
  /** Left out where machines cannot be started and stopped. */
  readonly power?: MachinePower;
  /** Left out where images cannot be published. */
  readonly images?: CloudImages;
  /** Left out where object storage is not spoken to. */
  readonly buckets?: CloudBuckets;
}

/** One line of a cloud's own record. */
export interface CloudAct {
  readonly what: string;
  readonly by: string | null;
  readonly at: Date;
}

/** A console as a cloud's API names it, and the registration it was asked by. */
export interface ConsoleSight {
  /** `ws:` or `wss:` */
  readonly url: string;
  readonly apiUrl: string;
  readonly caCertificate: string | undefined;
}

/** Judgements on names that both clouds' catalogs need; adapters get them handed in. */
export interface CatalogWords {
  recognizeOs(name: string, properties: Readonly<Record<string, string>>): OperatingSystem | null;
  guessVolumeSpeed(name: string, hints: string): VolumeSpeed | null;
}

/** Opens no connection by itself; keep the client, for it holds the token and the connection pool of its cloud. */
export type OpenCloudClient = (
  cloudId: string,
  registration: OpenstackRegistration | CloudstackRegistration,
) => CloudClient;

/** A workspace that a cloud is used by. */
export interface CloudUser {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly ownerId: string;
  readonly sites: readonly SiteKey[];
}

export interface CloudStore {
  /** Every cloud of the site, by name. */
  list(): Promise<readonly Cloud[]>;
  /** What an account may plan on: its own clouds, then the shared ones, each by name. */
  listFor(accountId: string): Promise<readonly Cloud[]>;
  find(id: string): Promise<Cloud | null>;
  /** Names are unique per owner; null stands for the shared clouds. */
  findByName(name: string, ownerId: string | null): Promise<Cloud | null>;
  connection(id: string): Promise<CloudConnection | null>;
  /** With the owner that the cloud names. Throws AppError("name-taken"). */
  create(cloud: Cloud, registration: CloudRegistration): Promise<void>;
  update(cloud: Cloud, registration?: CloudRegistration): Promise<void>;
  /**
   * Throws AppError("cloud-in-use") while a site of any workspace uses it; workspaces of other accounts than `accountId`
   * are only counted.
   */
  remove(id: string, accountId: string): Promise<void>;
  /** Every workspace whose latest revision wants something of the cloud, by name. */
  uses(id: string): Promise<readonly CloudUser[]>;
  /** What the latest revision of every workspace wants of the cloud. */
  planned(id: string): Promise<readonly SitePlan[]>;
  catalog(cloudId: string): Promise<Catalog | null>;
  saveCatalog(catalog: Catalog): Promise<void>;
}

import type { Table } from "../core/cloud-state.ts";

export interface Flavor {
  readonly id: string;
  name: string;
  vcpus: number;
  /** MiB. */
  ram: number;
  /** GiB. */
  disk: number;
  ephemeral: number;
  swap: number;
  isPublic: boolean;
  description: string | null;
  extraSpecs: Record<string, string>;
}

export interface Keypair {
  readonly name: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly userId: string;
  readonly number: number;
  readonly createdAt: string;
}

export interface ServerGroup {
  readonly id: string;
  readonly name: string;
  readonly policy: string;
  readonly rules: Record<string, number>;
  readonly projectId: string;
  readonly userId: string;
}

export interface Attachment {
  readonly volumeId: string;
  readonly attachmentId: string;
  readonly device: string;
  readonly boot: boolean;
  readonly deleteOnTermination: boolean;
  readonly attachedAt: string;
  tag: string | null;
}

export interface InstanceAction {
  readonly action: string;
  readonly requestId: string;
  readonly userId: string;
  readonly startTime: string;
}

export interface Server {
  readonly id: string;
  readonly number: number;
  name: string;
  readonly hostname: string;
  description: string | null;
  status: string;
  taskState: string | null;
  readonly projectId: string;
  readonly userId: string;
  flavorId: string;
  /** The flavor to go back to while a resize waits for confirmation. */
  previousFlavorId: string | null;
  /** The status to come back to after a resize or rebuild. */
  previousStatus: string | null;
  /** Null: booted from a volume. */
  imageId: string | null;
  /** The content of the root disk of an image-booted server. */
  rootBlob: string | null;
  readonly keyName: string | null;
  metadata: Record<string, string>;
  tags: string[];
  readonly userData: string | null;
  readonly configDrive: boolean;
  readonly availabilityZone: string;
  readonly groupId: string | null;
  locked: boolean;
  lockedReason: string | null;
  /** Ports in the order of the NICs; those nova made itself are deleted with the server. */
  portIds: string[];
  ownPortIds: string[];
  attachments: Attachment[];
  actions: InstanceAction[];
  fault: { readonly code: number; readonly message: string; readonly created: string } | null;
  readonly createdAt: string;
  updatedAt: string;
  launchedAt: string | null;
  terminatedAt: string | null;
}

export type ComputeQuota = Record<
  "cores" | "ram" | "instances" | "key_pairs" | "server_groups" | "server_group_members" | "metadata_items",
  number
>;

export interface ComputeState {
  flavors: Table<Flavor>;
  /** By user and name, as `user/name`. */
  keypairs: Table<Keypair>;
  serverGroups: Table<ServerGroup>;
  /** Deleted servers stay, with status DELETED, for `changes-since`. */
  servers: Table<Server>;
  quotas: Table<ComputeQuota>;
  counter: number;
}

import type { Table } from "../core/cloud-state.ts";

export interface VolumeType {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly extraSpecs: Record<string, string>;
}

export interface VolumeAttachment {
  readonly serverId: string;
  readonly attachmentId: string;
  readonly device: string;
  readonly attachedAt: string;
}

export interface Volume {
  readonly id: string;
  name: string | null;
  description: string | null;
  readonly projectId: string;
  readonly userId: string;
  status: string;
  /** GiB. */
  size: number;
  volumeType: string;
  readonly availabilityZone: string;
  bootable: boolean;
  metadata: Record<string, string>;
  readonly snapshotId: string | null;
  readonly sourceVolumeId: string | null;
  imageMetadata: Record<string, string> | null;
  /** The content; null: blank. */
  blob: string | null;
  attachments: VolumeAttachment[];
  readonly createdAt: string;
  updatedAt: string | null;
}

export interface Snapshot {
  readonly id: string;
  name: string | null;
  description: string | null;
  readonly projectId: string;
  readonly volumeId: string;
  status: string;
  readonly size: number;
  metadata: Record<string, string>;
  readonly blob: string | null;
  readonly bootable: boolean;
  readonly imageMetadata: Record<string, string> | null;
  readonly createdAt: string;
  updatedAt: string | null;
}

export type VolumeQuota = Record<
  "volumes" | "gigabytes" | "snapshots" | "per_volume_gigabytes" | "backups" | "backup_gigabytes" | "groups",
  number
>;

export interface VolumeState {
  types: Table<VolumeType>;
  volumes: Table<Volume>;
  snapshots: Table<Snapshot>;
  quotas: Table<VolumeQuota>;
}

import type { ShelvedBucket } from "../../../shared/objects/object-shelf.ts";
import type { Owned, Row } from "./row.ts";

export interface Template extends Row, Owned {
  name: string;
  displayText: string;
  format: string;
  hypervisor: string;
  osTypeId: string;
  zoneId: string;
  url?: string;
  checksum?: string;
  isPublic: boolean;
  isFeatured: boolean;
  isExtractable: boolean;
  isReady: boolean;
  crossZones: boolean;
  passwordEnabled: boolean;
  sshKeyEnabled: boolean;
  dynamicallyScalable: boolean;
  requiresHvm: boolean;
  directDownload: boolean;
  /** What `status` says: "NN% Downloaded", "Download Complete" or an error text. */
  status: string;
  downloadState: string;
  downloadPercent: number;
  /** Virtual bytes; unknown until the file has been looked at. */
  size?: number;
  physicalSize?: number;
  kind: "BUILTIN" | "USER";
  sourceTemplateId?: string;
  details: Record<string, string>;
  /** Name of the file in the image folder, when the sandbox holds the bytes. */
  file?: string;
}

export interface Volume extends Row, Owned {
  name: string;
  zoneId: string;
  type: "ROOT" | "DATADISK";
  sizeBytes: number;
  state: "Allocated" | "Creating" | "Ready" | "Uploaded" | "UploadOp" | "UploadError" | "Destroy";
  diskOfferingId?: string;
  serviceOfferingId?: string;
  templateId?: string;
  snapshotId?: string;
  virtualMachineId?: string;
  deviceId?: number;
  attached?: string;
  path?: string;
  file?: string;
}

export interface Snapshot extends Row, Owned {
  name: string;
  volumeId: string;
  volumeName: string;
  volumeType: "ROOT" | "DATADISK";
  templateId?: string;
  osTypeId?: string;
  zoneId: string;
  virtualSize: number;
  physicalSize: number;
  state: "Allocated" | "Creating" | "BackingUp" | "BackedUp";
  file?: string;
}

export interface SnapshotPolicy extends Row, Owned {
  volumeId: string;
  schedule: string;
  intervalType: number;
  maxSnapshots: number;
  timezone: string;
}

export interface Bucket extends Row, Owned, ShelvedBucket {
  name: string;
  state: "Allocated" | "Created";
  /** The store's user of the account: the same in all of its buckets. */
  accessKey: string;
  secretKey: string;
}

import type { Snapshot, Volume, VolumeType } from "./volume-state.ts";

export interface VolumeViewOptions {
  readonly base: string;
  /** Minor microversion. */
  readonly minor: number;
  /** A GET shows more than the answer to a create or update. */
  readonly full: boolean;
}

export function volumeView(volume: Volume, options: VolumeViewOptions): Record<string, unknown> {
  const { base, minor, full } = options;
  return {
    id: volume.id,
    status: volume.status,
    size: volume.size,
    availability_zone: volume.availabilityZone,
    created_at: volume.createdAt,
    updated_at: volume.updatedAt,
    name: volume.name,
    description: volume.description,
    volume_type: volume.volumeType,
    snapshot_id: volume.snapshotId,
    source_volid: volume.sourceVolumeId,
    metadata: volume.metadata,
    links: volumeLinks(volume, base),
    user_id: volume.userId,
    bootable: String(volume.bootable),
    encrypted: false,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: false,
    attachments: volume.attachments.map((one) => attachmentView(volume, one)),
    ...(full ? { "os-vol-tenant-attr:tenant_id": volume.projectId } : {}),
    ...(full && volume.imageMetadata !== null ? { volume_image_metadata: volume.imageMetadata } : {}),
    ...(minor >= 13 ? { group_id: null } : {}),
    ...(minor >= 48 ? { service_uuid: null, shared_targets: false } : {}),
  };
}

export function volumeLinks(volume: Volume, base: string): unknown[] {
  return [
    { rel: "self", href: `${base}/volume/v3/${volume.projectId}/volumes/${volume.id}` },
    { rel: "bookmark", href: `${base}/volume/${volume.projectId}/volumes/${volume.id}` },
  ];
}

function attachmentView(volume: Volume, one: Volume["attachments"][number]): Record<string, unknown> {
  return {
    id: volume.id,
    attachment_id: one.attachmentId,
    volume_id: volume.id,
    server_id: one.serverId,
    host_name: null,
    device: one.device,
    attached_at: one.attachedAt,
  };
}

export function snapshotView(snapshot: Snapshot, full: boolean): Record<string, unknown> {
  return {
    id: snapshot.id,
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
    name: snapshot.name,
    description: snapshot.description,
    volume_id: snapshot.volumeId,
    status: snapshot.status,
    size: snapshot.size,
    metadata: snapshot.metadata,
    ...(full
      ? {
          "os-extended-snapshot-attributes:project_id": snapshot.projectId,
          "os-extended-snapshot-attributes:progress": snapshot.status === "available" ? "100%" : "0%",
        }
      : {}),
  };
}

export function volumeTypeView(type: VolumeType): Record<string, unknown> {
  return {
    id: type.id,
    name: type.name,
    is_public: true,
    description: type.description,
    extra_specs: type.extraSpecs,
    "os-volume-type-access:is_public": true,
  };
}

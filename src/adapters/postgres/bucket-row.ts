import type { BucketRecord, ShownBucket } from "../../bucket/ports.ts";

export interface BucketRow {
  readonly id: string;
  readonly owner_id: string;
  readonly cloud_id: string;
  readonly cloud_kind: BucketRecord["cloudKind"];
  readonly seat: string;
  readonly name: string;
  readonly cloud_bucket: string;
  readonly quota_gib: number;
  readonly wish: BucketRecord["wish"];
  readonly with_contents: boolean;
  readonly generation: number;
  readonly status: BucketRecord["status"];
  readonly detail: string | null;
  readonly access_key: string | null;
  readonly key_given_at: Date | null;
  readonly key_given_by: string | null;
  readonly used_bytes: string | null;
  readonly object_count: string | null;
  readonly measured_at: Date | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export type ShownBucketRow = BucketRow & { readonly cloud_name: string; readonly cloud_owner_id: string | null };

const NAMES = [
  ...["id", "owner_id", "cloud_id", "cloud_kind", "seat", "name", "cloud_bucket", "quota_gib", "wish", "with_contents"],
  ...["generation", "status", "detail", "access_key", "key_given_at", "key_given_by", "used_bytes", "object_count"],
  ...["measured_at", "created_by", "created_at", "updated_at"],
];

export const BUCKET_COLUMNS = NAMES.map((name) => `bucket.${name}`).join(", ");
export const SHOWN_BUCKET = `select ${BUCKET_COLUMNS}, cloud.name as cloud_name, cloud.owner_id as cloud_owner_id
  from bucket join cloud on cloud.id = bucket.cloud_id`;

export function bucketOf(row: BucketRow): BucketRecord {
  const { access_key: accessKey, key_given_at: givenAt, key_given_by: givenBy } = row;
  const { used_bytes: bytes, object_count: objects, measured_at: measuredAt } = row;
  return {
    ...{ id: row.id, ownerId: row.owner_id, cloudId: row.cloud_id, cloudKind: row.cloud_kind, seat: row.seat },
    ...{ name: row.name, cloudBucket: row.cloud_bucket, quotaGib: row.quota_gib, wish: row.wish },
    ...{ withContents: row.with_contents, generation: row.generation, status: row.status, detail: row.detail },
    key: accessKey === null || givenAt === null ? null : { accessKey, givenAt, givenBy: givenBy ?? "" },
    usage:
      bytes === null || measuredAt === null
        ? null
        : { bytes: Number(bytes), objects: objects === null ? null : Number(objects), measuredAt },
    ...{ createdBy: row.created_by, createdAt: row.created_at, updatedAt: row.updated_at },
  };
}

export function shownBucketOf(row: ShownBucketRow): ShownBucket {
  return { record: bucketOf(row), cloudName: row.cloud_name, cloudOwnerId: row.cloud_owner_id };
}

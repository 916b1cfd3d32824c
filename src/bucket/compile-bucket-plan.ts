import type { BucketPlan, Cloud } from "../contract/index.ts";
import type { BucketRecord } from "./ports.ts";

export const GIB = 1024 ** 3;

/** The plan of a bucket as it is wanted now. */
export function compileBucketPlan(record: BucketRecord, cloud: Cloud): BucketPlan {
  return {
    ...{ subject: "bucket", formatVersion: 1, cloud: "openstack", bucketId: record.id, workspaceId: record.seat },
    ...{ region: cloud.location, name: record.cloudBucket, quotaBytes: record.quotaGib * GIB },
  };
}

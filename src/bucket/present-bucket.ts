import type { Bucket } from "../contract/index.ts";
import type { ShownBucket } from "./ports.ts";

/** The bucket as its account may see it. */
export function presentBucket({ record, cloudName, cloudOwnerId }: ShownBucket): Bucket {
  const { id, name, cloudId, cloudKind, cloudBucket, quotaGib, status, detail, key, usage, createdBy } = record;
  return {
    ...{ id, name, cloudId, cloudName, cloudKind, cloudBucket, quotaGib, status, detail, createdBy },
    usage: usage && { ...usage, measuredAt: usage.measuredAt.toISOString() },
    sharedCloud: cloudOwnerId === null,
    credentials: key && { ...key, givenAt: key.givenAt.toISOString() },
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

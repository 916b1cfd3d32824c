import type { CloudBuckets, CloudClients } from "../cloud/index.ts";
import { AppError } from "../kernel/app-error.ts";

export interface BucketPlacePorts {
  readonly clients: CloudClients;
}

/** The buckets of a cloud. Throws AppError: not-found, no-object-storage. */
export async function bucketsOn({ clients }: BucketPlacePorts, cloudId: string): Promise<CloudBuckets> {
  const { buckets } = await clients(cloudId);
  if (buckets !== undefined) return buckets;
  throw new AppError("no-object-storage", "Object storage of this cloud is not spoken to.", { cloudId });
}

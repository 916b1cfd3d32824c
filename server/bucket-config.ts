import * as z from "zod";

const GIB = 1024 ** 3;

/** Variables about buckets. */
export const BUCKET_SETTINGS = {
  TWINSTACK_OBJECT_GIB: z.coerce.number().positive().max(1_000).default(5),
} as const;

export interface BucketConfig {
  /** Bytes that one object may have which goes through the service. */
  readonly mostBytes: number;
}

export function bucketConfig(settings: z.infer<z.ZodObject<typeof BUCKET_SETTINGS>>): BucketConfig {
  return { mostBytes: Math.floor(settings.TWINSTACK_OBJECT_GIB * GIB) };
}

/** As without any setting. */
export function defaultBucketConfig(): BucketConfig {
  return bucketConfig(z.object(BUCKET_SETTINGS).parse({}));
}

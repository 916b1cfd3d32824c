import * as z from "zod";

/** What the stack of a bucket needs; only OpenStack's are made by Terraform. It holds no secret. */
export const BucketPlan = z.strictObject({
  subject: z.literal("bucket"),
  formatVersion: z.literal(1),
  cloud: z.literal("openstack"),
  bucketId: z.uuid(),
  /** Seat of the state. */
  workspaceId: z.uuid(),
  region: z.string(),
  name: z.string(),
  quotaBytes: z.int().positive(),
});
export type BucketPlan = z.infer<typeof BucketPlan>;

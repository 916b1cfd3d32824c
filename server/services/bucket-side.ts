import type { BucketDesk, BucketKeys, ObjectDesk } from "../../src/bucket/index.ts";

/** Object storage of the acting account; the routes have asked whose a bucket is. */
export interface BucketSide {
  readonly desk: BucketDesk;
  readonly keys: Pick<BucketKeys, "give" | "end">;
  readonly objects: ObjectDesk;
}

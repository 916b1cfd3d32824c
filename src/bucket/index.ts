export { type BucketDesk, makeBucketDesk } from "./bucket-desk.ts";
export { type BucketKeys, makeBucketKeys } from "./bucket-keys.ts";
export { makeBucketTender } from "./bucket-tender.ts";
export { compileBucketPlan } from "./compile-bucket-plan.ts";
export { makeObjectDesk, type ObjectDesk } from "./object-desk.ts";
export * from "./ports.ts";

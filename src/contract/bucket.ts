import * as z from "zod";
import { CloudKind } from "./cloud.ts";

/** Where Swift, MinIO and Ceph agree: S3's rules for names, and room for what makes them unique on a shared cloud. */
export const BucketName = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{1,48}[a-z0-9])$/,
    "use 3 to 50 lower-case letters, digits and dashes, beginning and ending with a letter or digit",
  )
  .meta({ description: "3–50 lower-case letters, digits and inner dashes" });

const QuotaGib = z.int().min(1).max(1_000_000).meta({ description: "How much it may hold, GiB" });
export const USUAL_BUCKET_GIB = 10;

export const BucketRequest = z
  .strictObject({
    name: BucketName,
    cloud: z.string().min(1).max(100).meta({ description: "Name or id of a cloud that you may use" }),
    quotaGib: QuotaGib.default(USUAL_BUCKET_GIB),
  })
  .meta({ id: "BucketRequest" });
export type BucketRequest = z.infer<typeof BucketRequest>;

export const BucketChangeRequest = z.strictObject({ quotaGib: QuotaGib }).meta({ id: "BucketChangeRequest" });
export type BucketChangeRequest = z.infer<typeof BucketChangeRequest>;

export const BucketStatus = z.enum(["creating", "ready", "changing", "removing", "failed"]);
export type BucketStatus = z.infer<typeof BucketStatus>;

const KeyUse = z.object({
  accessKey: z.string(),
  givenAt: z.iso.datetime(),
  givenBy: z.string().meta({ description: "Account of the person who got it" }),
});

/** Object storage of one account on one cloud. */
export const Bucket = z
  .object({
    id: z.uuid(),
    name: BucketName,
    cloudId: z.uuid(),
    cloudName: z.string(),
    cloudKind: CloudKind,
    cloudBucket: z.string().meta({ description: "What it is called on the cloud, and by S3 clients" }),
    quotaGib: QuotaGib,
    status: BucketStatus,
    detail: z.string().nullable().meta({ description: "Why it failed, or what it waits for" }),
    usage: z
      .object({ bytes: z.int(), objects: z.int().nullable(), measuredAt: z.iso.datetime() })
      .nullable()
      .meta({ description: "As the cloud last said; clouds count with a delay" }),
    sharedCloud: z.boolean().meta({
      description: "On a cloud of the whole site nobody gets credentials, because they would open everybody's buckets",
    }),
    credentials: KeyUse.nullable().meta({ description: "Who has been given credentials; the secret is kept nowhere" }),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Bucket" });
export type Bucket = z.infer<typeof Bucket>;

export const BucketCredentialsRequest = z
  .strictObject({
    replace: z.boolean().default(false).meta({ description: "End those given before and make new ones" }),
  })
  .meta({ id: "BucketCredentialsRequest" });
export type BucketCredentialsRequest = z.infer<typeof BucketCredentialsRequest>;

/** What an S3 client needs. Shown this once. */
export const BucketCredentials = z
  .object({
    endpoint: z.string(),
    region: z.string(),
    bucket: z.string(),
    accessKey: z.string(),
    secretKey: z.string(),
    opens: z.string().meta({ description: "Everything that this key opens, which is more than one bucket" }),
  })
  .meta({ id: "BucketCredentials" });
export type BucketCredentials = z.infer<typeof BucketCredentials>;

/** As S3 counts it: 1 to 1024 bytes of UTF-8 without control characters. */
export const ObjectName = z
  .string()
  .min(1)
  .max(1024)
  .regex(
    /^(?!\.{1,2}(\/|$))(?!.*\/\.{1,2}(\/|$))[^\p{Cc}]+$/u,
    "leave out control characters, and the parts . and .. between slashes",
  )
  .refine((key) => new TextEncoder().encode(key).length <= 1024, "use at most 1024 bytes")
  .meta({ description: "Its whole name, with slashes where it is meant to lie in folders" });

export const BucketObject = z
  .object({
    key: z.string(),
    sizeBytes: z.int(),
    etag: z.string().nullable(),
    contentType: z.string().nullable(),
    modifiedAt: z.string().nullable(),
  })
  .meta({ id: "BucketObject" });
export type BucketObject = z.infer<typeof BucketObject>;

export const BucketObjectPage = z
  .object({
    items: z.array(BucketObject),
    prefixes: z.array(z.string()).meta({ description: "Beginnings up to the delimiter, like folders" }),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "BucketObjectPage" });
export type BucketObjectPage = z.infer<typeof BucketObjectPage>;

/** What arrived. */
export const ObjectReceipt = z
  .object({ key: z.string(), sizeBytes: z.int(), sha256: z.string().meta({ description: "In hexadecimal" }) })
  .meta({ id: "ObjectReceipt" });
export type ObjectReceipt = z.infer<typeof ObjectReceipt>;

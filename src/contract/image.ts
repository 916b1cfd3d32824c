import * as z from "zod";
import { CloudKind } from "./cloud.ts";
import { OperatingSystem } from "./software.ts";

export const ImageFormat = z.enum(["qcow2", "raw", "iso"]);
export type ImageFormat = z.infer<typeof ImageFormat>;

const ImageName = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9 ._()-]{0,78}[A-Za-z0-9.)])?$/,
    "use 1 to 80 letters, digits, spaces, dots, dashes, underscores and round brackets",
  );
const Tag = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,59}$/, "use 1 to 60 letters, digits, dots, dashes, colons and underscores");
const Tags = z.array(Tag).max(20);
const Sha256 = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");

/** A new image of the site: what it is, and where its content comes from. */
export const ImageRequest = z
  .strictObject({
    name: ImageName,
    os: OperatingSystem.nullable()
      .default(null)
      .meta({ description: "What machines ask for to get it; null: nobody gets it by asking for a system" }),
    format: ImageFormat.nullable().default(null).meta({ description: "null: told by the content's first bytes" }),
    convertTo: z
      .enum(["qcow2", "raw"])
      .nullable()
      .default(null)
      .meta({ description: "null: stays as it comes. Every cloud gets the same content" }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .nullable()
      .default(null)
      .meta({ description: "Where the service fetches the content; null: it is uploaded" }),
    sizeBytes: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .meta({ description: "Needed for an upload, so that its end is known" }),
    sha256: Sha256.nullable().default(null).meta({ description: "Digest of the content as it comes; checked" }),
    tags: Tags.default([]),
    shared: z
      .boolean()
      .default(false)
      .meta({ description: "true: also for other projects and accounts of the clouds" }),
    clouds: z
      .array(z.uuid())
      .max(50)
      .nullable()
      .default(null)
      .meta({ description: "Where it is published; null: on every cloud that the whole site shares" }),
  })
  .meta({ id: "ImageRequest" });
export type ImageRequest = z.infer<typeof ImageRequest>;

/** What may be changed of an image; what is left out stays. The clouds follow. */
export const ImageChangeRequest = z
  .strictObject({ name: ImageName, tags: Tags, shared: z.boolean(), hidden: z.boolean() })
  .partial()
  .meta({ id: "ImageChangeRequest" });
export type ImageChangeRequest = z.infer<typeof ImageChangeRequest>;

export const ImagePublishRequest = z
  .strictObject({
    clouds: z.array(z.uuid()).min(1).max(50).nullable().default(null).meta({
      description: "null: on every cloud that the whole site shares, and where it failed",
    }),
  })
  .meta({ id: "ImagePublishRequest" });
export type ImagePublishRequest = z.infer<typeof ImagePublishRequest>;

/** Why something about an image failed, and what to do. */
export const ImageProblem = z.object({ detail: z.string(), remedy: z.string() }).meta({ id: "ImageProblem" });
export type ImageProblem = z.infer<typeof ImageProblem>;

/** The bytes of an image, told by their digest; every cloud has these and no others. */
export const ImageContent = z
  .object({
    format: ImageFormat,
    sizeBytes: z.int(),
    virtualBytes: z.int().meta({ description: "Size of the disk that a machine sees" }),
    sha256: z.string(),
    sha512: z.string().meta({ description: "What OpenStack's image service says of its copy" }),
  })
  .meta({ id: "ImageContent" });
export type ImageContent = z.infer<typeof ImageContent>;

/**
 * `queued`: its turn comes. `sending`: the cloud is getting the bytes. `active`: machines can be made from it.
 * `failed`: see `problem`. `removing`: on its way out.
 */
export const ImageCopyStatus = z.enum(["queued", "sending", "active", "failed", "removing"]);
export type ImageCopyStatus = z.infer<typeof ImageCopyStatus>;

/** An image as one cloud has it. */
export const ImageCopy = z
  .object({
    cloudId: z.uuid(),
    cloudName: z.string(),
    cloudKind: CloudKind,
    status: ImageCopyStatus,
    percent: z.int().min(0).max(100),
    cloudImageId: z.string().nullable().meta({ description: "Id of the cloud's image or template" }),
    problem: ImageProblem.nullable(),
  })
  .meta({ id: "ImageCopy" });
export type ImageCopy = z.infer<typeof ImageCopy>;

/**
 * `receiving`: the uploader sends. `fetching`: the service reads the URL. `checking`: digest, format and conversion.
 * `ready`: may be published. `failed`: see `problem`. `removing`: goes with all its copies.
 */
export const ImageStatus = z.enum(["receiving", "fetching", "checking", "ready", "failed", "removing"]);
export type ImageStatus = z.infer<typeof ImageStatus>;

/** One image of the site, the same on every cloud. */
export const Image = z
  .object({
    id: z.uuid(),
    name: z.string(),
    os: OperatingSystem.nullable(),
    status: ImageStatus,
    sizeBytes: z.int().nullable().meta({ description: "Of what comes in; null while nobody knows" }),
    receivedBytes: z.int().meta({ description: "Where an upload goes on" }),
    percent: z.int().min(0).max(100).meta({ description: "How far the present step is" }),
    source: z.string().nullable().meta({ description: "Where it was fetched, without what may be a secret" }),
    content: ImageContent.nullable(),
    tags: z.array(z.string()),
    shared: z.boolean(),
    hidden: z.boolean().meta({ description: "Not offered for new machines; those made from it stay" }),
    problem: ImageProblem.nullable(),
    copies: z.array(ImageCopy),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Image" });
export type Image = z.infer<typeof Image>;

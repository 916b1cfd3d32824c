import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { ObjectStore, S3Access } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";
import { s3Refusal } from "./s3-refusal.ts";

const CONNECT_MS = 5_000;
const SILENCE_MS = 60_000;
/** The smallest that S3 takes; two are held at a time. */
const PART_BYTES = 5 * 1024 ** 2;
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 2;
const NOT_THERE = new Set(["NoSuchKey", "NotFound"]);

/** One bucket by S3, with path-style addresses, which every store of its own knows. Follows no redirects elsewhere. */
export function makeS3Objects(access: S3Access, caCertificate: string | undefined): ObjectStore {
  const Bucket = access.bucket;
  const client = new S3Client({
    endpoint: access.endpoint,
    region: access.region,
    forcePathStyle: true,
    credentials: { accessKeyId: access.accessKey, secretAccessKey: access.secretKey },
    maxAttempts: 3,
    followRegionRedirects: false,
    // Only where S3 demands one: older stores do not know the newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      httpAgent: new HttpAgent({ keepAlive: false }),
      httpsAgent: new HttpsAgent({ keepAlive: false, ...(caCertificate !== undefined && { ca: caCertificate }) }),
    },
  });

  async function ask<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await effect(`cloud: S3 ${what}`, act);
    } catch (error) {
      throw error instanceof AppError ? error : s3Refusal(error, what, access);
    }
  }

  return {
    async list({ prefix, delimiter, after, limit }, signal) {
      const page: ListObjectsV2CommandOutput = await ask("list", () =>
        client.send(
          new ListObjectsV2Command({
            ...{ Bucket, Prefix: prefix, MaxKeys: limit },
            ...(delimiter !== null && { Delimiter: delimiter }),
            ...(after !== null && { ContinuationToken: after }),
          }),
          limited(signal),
        ),
      );
      return {
        objects: (page.Contents ?? []).map(({ Key = "", Size = 0, ETag, LastModified }) => ({
          ...{ key: Key, sizeBytes: Size, etag: bare(ETag), contentType: null },
          modifiedAt: LastModified?.toISOString() ?? null,
        })),
        prefixes: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])),
        next: page.IsTruncated === true ? (page.NextContinuationToken ?? null) : null,
      };
    },

    async read(key, signal) {
      try {
        const got = await ask("get", () => client.send(new GetObjectCommand({ Bucket, Key: key }), limited(signal)));
        if (!(got.Body instanceof Readable)) throw new AppError("cloud-refused", "The object came without a body.");
        return {
          ...{ key, sizeBytes: got.ContentLength ?? 0, etag: bare(got.ETag), contentType: got.ContentType ?? null },
          ...{ modifiedAt: got.LastModified?.toISOString() ?? null, bytes: got.Body },
        };
      } catch (error) {
        if (error instanceof AppError && NOT_THERE.has(String(error.facts["s3Code"]))) return null;
        throw error;
      }
    },

    async write(key, { bytes, sizeBytes, contentType }, signal) {
      const body = Readable.from(bytes, { objectMode: false });
      const upload = new Upload({
        client,
        params: { Bucket, Key: key, Body: body, ContentType: contentType },
        partSize: Math.max(PART_BYTES, Math.ceil((sizeBytes ?? 0) / MOST_PARTS)),
        queueSize: PARTS_AT_ONCE,
        // Parts of what did not arrive would be paid for and seen by nobody.
        leavePartsOnError: false,
      });
      const stop = () => void upload.abort();
      signal?.addEventListener("abort", stop, { once: true });
      // Its own error says what was wrong with the bytes; the library only says that it ended.
      let broken: unknown;
      body.once("error", (error) => {
        broken = error;
      });
      try {
        await ask("put", () => upload.done());
      } catch (error) {
        throw broken instanceof AppError ? broken : error;
      } finally {
        signal?.removeEventListener("abort", stop);
        body.destroy();
      }
    },

    async remove(key, signal) {
      await ask("delete", () => client.send(new DeleteObjectCommand({ Bucket, Key: key }), limited(signal)));
    },
  };
}

function limited(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { abortSignal: signal };
}

function bare(etag: string | undefined): string | null {
  return etag?.replaceAll('"', "") ?? null;
}

import { Readable } from "node:stream";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { listShelved } from "../objects/list-objects.ts";
import {
  type ObjectShelf,
  roomIn,
  ShelfFull,
  type ShelvedBucket,
  type ShelvedObject,
} from "../objects/object-shelf.ts";
import { makeUploads } from "./multipart-uploads.ts";
import { S3Error } from "./s3-error.ts";
import { verifySignature } from "./verify-signature.ts";
import { element, escaped, xmlDocument } from "./xml.ts";

/** Who may come in and what lies where; each cloud has its own. */
export interface S3Backend {
  readonly shelf: ObjectShelf;
  /** The secret of a key; undefined for one that nobody has. */
  secretOf(accessKey: string): string | undefined;
  /** A bucket that the key opens. */
  bucketOf(accessKey: string, name: string): ShelvedBucket | undefined;
  changed(): void;
}

type Query = Readonly<Record<string, string | undefined>>;

/** The part of S3 that clients need for what lies in buckets, path-style below a prefix. Buckets are made elsewhere. */
export function addS3(app: FastifyInstance, prefix: string, backend: S3Backend): void {
  const uploads = makeUploads(backend);
  const { shelf } = backend;

  app.register(
    async (s3) => {
      s3.removeAllContentTypeParsers();
      s3.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
      s3.setErrorHandler<FastifyError | S3Error>((error, _request, reply) => {
        const known =
          error instanceof S3Error ? error : new S3Error(error.statusCode ?? 500, "InternalError", error.message);
        return xml(
          reply.code(known.status),
          "Error",
          element("Code", known.code),
          element("Message", escaped(known.message)),
        );
      });

      s3.get("/:bucket", async (request, reply) => list(bucketOf(request), request.query as Query, reply));
      s3.get("/:bucket/", async (request, reply) => list(bucketOf(request), request.query as Query, reply));
      s3.get("/:bucket/*", async (request, reply) => {
        const object = found(request);
        describe(reply, object).header("content-length", object.size);
        return reply.send(request.method === "HEAD" ? "" : shelf.read(object));
      });
      s3.put("/:bucket/*", async (request, reply) => {
        const bucket = bucketOf(request);
        const { uploadId, partNumber } = request.query as Query;
        if (uploadId !== undefined) {
          const etag = await uploads.part(uploadId, Number(partNumber), contentOf(request), roomIn(bucket, undefined));
          return reply.header("etag", `"${etag}"`).send();
        }
        const object = await received(request, bucket);
        replace(bucket, keyOf(request), object);
        return reply.header("etag", `"${object.etag}"`).send();
      });
      s3.post("/:bucket/*", async (request, reply) => {
        const bucket = bucketOf(request);
        const { uploads: begins, uploadId } = request.query as Query;
        const key = keyOf(request);
        if (begins !== undefined) {
          const id = uploads.begin(key, typeOf(request));
          const names = [element("Bucket", nameOf(request)), element("Key", escaped(key)), element("UploadId", id)];
          return xml(reply, "InitiateMultipartUploadResult", ...names);
        }
        const object = await uploads.complete(uploadId ?? "", roomIn(bucket, bucket.objects[key]));
        replace(bucket, key, object);
        const inside = [element("Key", escaped(key)), element("ETag", `&quot;${object.etag}&quot;`)];
        return xml(reply, "CompleteMultipartUploadResult", ...inside);
      });
      s3.delete("/:bucket/*", async (request, reply) => {
        const bucket = bucketOf(request);
        const { uploadId } = request.query as Query;
        if (uploadId !== undefined) uploads.abort(uploadId);
        else replace(bucket, keyOf(request), undefined);
        return reply.code(204).send();
      });
    },
    { prefix },
  );

  function bucketOf(request: FastifyRequest): ShelvedBucket {
    const { method, headers, raw } = request;
    const accessKey = verifySignature({ method, headers, url: raw.url ?? "" }, backend.secretOf);
    const bucket = backend.bucketOf(accessKey, nameOf(request));
    if (bucket !== undefined) return bucket;
    throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist.");
  }

  function found(request: FastifyRequest): ShelvedObject {
    const object = bucketOf(request).objects[keyOf(request)];
    if (object !== undefined) return object;
    throw new S3Error(404, "NoSuchKey", "The specified key does not exist.");
  }

  async function received(request: FastifyRequest, bucket: ShelvedBucket): Promise<ShelvedObject> {
    const room = roomIn(bucket, bucket.objects[keyOf(request)]);
    const object = await shelf.write(contentOf(request), typeOf(request), room).catch((error: unknown) => {
      if (!(error instanceof ShelfFull)) throw error;
      throw new S3Error(400, "XMinioAdminBucketQuotaExceeded", "Bucket quota exceeded");
    });
    const announced = String(request.headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD");
    if (announced === "UNSIGNED-PAYLOAD" || announced === object.sha256) return object;
    shelf.drop(object);
    throw new S3Error(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match.");
  }

  function replace(bucket: ShelvedBucket, key: string, object: ShelvedObject | undefined): void {
    shelf.drop(bucket.objects[key]);
    if (object === undefined) delete bucket.objects[key];
    else bucket.objects[key] = object;
    backend.changed();
  }
}

function list(bucket: ShelvedBucket, query: Query, reply: FastifyReply): FastifyReply {
  const { prefix = "", delimiter = "", "start-after": start = "", "continuation-token": token } = query;
  const limit = Math.min(Number(query["max-keys"] ?? 1_000), 1_000);
  const after = token === undefined ? start : Buffer.from(token, "base64url").toString("utf8");
  const { entries, isTruncated } = listShelved(bucket, { prefix, delimiter, after, limit });
  const next = Buffer.from(entries.at(-1)?.name ?? "").toString("base64url");
  return xml(
    reply,
    "ListBucketResult",
    element("KeyCount", String(entries.length)) + element("IsTruncated", String(isTruncated)),
    ...(isTruncated ? [element("NextContinuationToken", next)] : []),
    ...entries.map(({ name, object }) =>
      object === null
        ? element("CommonPrefixes", element("Prefix", escaped(name)))
        : element(
            "Contents",
            element("Key", escaped(name)) + element("Size", String(object.size)),
            element("LastModified", new Date(object.modified).toISOString()),
            element("ETag", `&quot;${object.etag}&quot;`),
          ),
    ),
  );
}

function describe(reply: FastifyReply, { etag, contentType, modified }: ShelvedObject): FastifyReply {
  reply.header("etag", `"${etag}"`).header("last-modified", new Date(modified).toUTCString());
  return reply.type(contentType);
}

function xml(reply: FastifyReply, name: string, ...inside: readonly string[]): FastifyReply {
  return reply.type("application/xml").send(xmlDocument(name, ...inside));
}

function contentOf({ body }: FastifyRequest): Readable {
  return body instanceof Readable ? body : Readable.from([]);
}

function typeOf({ headers }: FastifyRequest): string {
  return String(headers["content-type"] ?? "binary/octet-stream");
}

function nameOf({ params }: FastifyRequest): string {
  return (params as Readonly<Record<string, string>>)["bucket"] ?? "";
}

function keyOf({ params }: FastifyRequest): string {
  return (params as Readonly<Record<string, string>>)["*"] ?? "";
}

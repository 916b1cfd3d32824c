import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import * as z from "zod";
import { BucketObjectPage, ObjectName, ObjectReceipt } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";
import { cursorAt, paging, textIn } from "./paging.ts";
import { ById, Nothing, refusals, withToken } from "./shared.ts";

const tags = ["buckets"];
const BYTES = "application/octet-stream";
const bucket = (needs: "view" | "change") =>
  ({ access: { who: "object", object: "bucket", param: "id", needs } }) as const;
const ByKey = z.strictObject({ key: ObjectName });
const MediaType = z
  .string()
  .max(200)
  .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/, "name a media type");
const LIST = "bucket-objects";

/** What lies in a bucket; bytes go through as they come, in both directions. */
export function bucketObjectRoutes(app: App, { buckets: { objects } }: Pick<Services, "buckets">): void {
  app.addContentTypeParser(BYTES, (_request: unknown, payload: unknown, done: (error: null, body: unknown) => void) =>
    done(null, payload),
  );

  app.route({
    method: "GET",
    url: "/buckets/:id/objects",
    config: bucket("view"),
    schema: {
      operationId: "listBucketObjects",
      tags,
      summary: "Objects of a bucket, in the order of their names",
      ...withToken,
      params: ById,
      querystring: z.strictObject({
        prefix: z.string().max(1024).default("").meta({ description: "Only names that begin so" }),
        delimiter: z.literal("/").optional().meta({ description: "Answers what lies deeper as `prefixes`" }),
        ...paging(100, 1_000),
      }),
      response: { 200: BucketObjectPage, ...refusals },
    },
    handler: async (request) => {
      const { prefix, delimiter = null, cursor, limit } = request.query;
      const query = { prefix, delimiter, limit, after: textIn(LIST, cursor) };
      const page = await objects.list(request.params.id, query);
      const nextCursor = page.next === null ? null : cursorAt(LIST, page.next);
      return { items: [...page.objects], prefixes: [...page.prefixes], nextCursor };
    },
  });

  app.route({
    method: "GET",
    url: "/buckets/:id/object",
    config: bucket("view"),
    exposeHeadRoute: false,
    schema: {
      operationId: "downloadObject",
      tags,
      summary: "Download an object",
      ...withToken,
      params: ById,
      querystring: ByKey,
      produces: [BYTES],
      response: { 200: z.unknown().meta({ description: "The object's bytes" }), ...refusals },
    },
    handler: async (request, reply) => {
      const { key } = request.query;
      const found = await objects.read(request.params.id, key, gone(reply.raw));
      // Never as what it says it is: a page of somebody's would run with this service's cookies.
      reply.type(BYTES).header("content-disposition", attachment(key)).header("cache-control", "no-store");
      reply.header("content-length", found.sizeBytes);
      if (found.etag !== null) reply.header("etag", JSON.stringify(found.etag.replaceAll('"', "")));
      return reply.send(found.bytes instanceof Readable ? found.bytes : Readable.from(found.bytes));
    },
  });

  app.route({
    method: "PUT",
    url: "/buckets/:id/object",
    config: bucket("change"),
    schema: {
      operationId: "uploadObject",
      tags,
      summary: "Upload an object; all of it is kept, or nothing",
      description:
        "The body goes to the cloud as it comes. A `Content-Digest` with `sha-256` is checked before the cloud has the last byte. A request may take two minutes.",
      consumes: [BYTES],
      ...withToken,
      params: ById,
      querystring: ByKey.extend({
        type: MediaType.default(BYTES).meta({ description: "Media type that S3 clients are told" }),
      }),
      headers: z.object({
        "content-digest": z.string().optional().meta({ description: "As RFC 9530 writes it: sha-256=:BASE64:" }),
      }),
      response: { 200: ObjectReceipt, ...refusals },
    },
    handler: async (request, reply) => {
      const { body, query, headers } = request;
      if (!(body instanceof Readable)) throw new AppError("unsupported-media-type", `Send the bytes as ${BYTES}.`);
      const length = headers["content-length"];
      const upload = {
        ...{ key: query.key, contentType: query.type, bytes: body, sha256: sha256In(headers["content-digest"]) },
        sizeBytes: length === undefined ? null : Number(length),
      };
      return objects.write(request.params.id, upload, gone(reply.raw));
    },
  });

  app.route({
    method: "DELETE",
    url: "/buckets/:id/object",
    config: bucket("change"),
    schema: {
      operationId: "removeObject",
      tags,
      summary: "Delete an object; one that is gone already counts as deleted",
      ...withToken,
      params: ById,
      querystring: ByKey,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await objects.remove(request.params.id, request.query.key);
      return reply.code(204).send(null);
    },
  });
}

/** Fires when the caller is gone before the answer was sent. */
function gone(reply: ServerResponse): AbortSignal {
  const ended = new AbortController();
  reply.once("close", () => {
    if (!reply.writableFinished) ended.abort();
  });
  return ended.signal;
}

/** In hexadecimal; null when no SHA-256 is among the digests. */
function sha256In(header: string | undefined): string | null {
  if (header === undefined) return null;
  const [, text] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header) ?? [];
  if (text !== undefined) return Buffer.from(text, "base64").toString("hex");
  throw new AppError("validation-failed", "Content-Digest holds no SHA-256.", {
    issues: [
      {
        pointer: "/content-digest",
        code: "wrong-digest",
        message: "It is not written as RFC 9530 writes a SHA-256.",
        remedy: "Send Content-Digest: sha-256=:BASE64:, or leave it out.",
      },
    ],
  });
}

function attachment(key: string): string {
  const name = key.split("/").at(-1) || "object";
  const plain = name.replaceAll(/[^\w.-]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

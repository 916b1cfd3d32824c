import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import { openObjectShelf, type ShelvedBucket } from "../../../sandbox/shared/objects/object-shelf.ts";
import { addS3 } from "../../../sandbox/shared/s3/s3-routes.ts";
import { openS3 } from "../../../src/adapters/s3/open-s3.ts";

const bucket: ShelvedBucket = { quotaBytes: 16 * 1024 ** 2, metadata: {}, objects: {} };
const shelf = openObjectShelf(undefined);
let app: FastifyInstance;
let endpoint: string;

beforeAll(async () => {
  app = Fastify({ forceCloseConnections: true });
  addS3(app, "/s3", {
    ...{ shelf, changed: () => undefined },
    secretOf: (key) => (key === "key" ? "secret" : undefined),
    bucketOf: (_key, name) => (name === "files" ? bucket : undefined),
  });
  endpoint = `${await app.listen({ port: 0, host: "127.0.0.1" })}/s3`;
});
afterAll(async () => {
  await app.close();
  shelf.close();
});

function store(accessKey = "key", secretKey = "secret", name = "files") {
  return openS3({ endpoint, region: "us-east-1", bucket: name, accessKey, secretKey }, undefined);
}

function content(bytes: Buffer) {
  return { bytes: Readable.from([bytes]), sizeBytes: bytes.length, contentType: "text/plain" };
}

test("AWS's own client writes, lists and deletes with a signature that is really checked", async () => {
  await store().write("a & b/größe.txt", content(Buffer.from("hello")));

  const listed = await store().list({ prefix: "", delimiter: "/", after: null, limit: 10 });
  const deep = await store().list({ prefix: "a & b/", delimiter: null, after: null, limit: 10 });
  expect([listed.prefixes, deep.objects.map(({ key, sizeBytes }) => [key, sizeBytes])]).toEqual([
    ["a & b/"],
    [["a & b/größe.txt", 5]],
  ]);
  await expect(
    store("key", "wrong").list({ prefix: "", delimiter: null, after: null, limit: 1 }),
  ).rejects.toMatchObject({
    code: "cloud-credentials",
    facts: { s3Code: "SignatureDoesNotMatch" },
  });
  await expect(store("nobody").read("x")).rejects.toMatchObject({ facts: { s3Code: "InvalidAccessKeyId" } });
  await store().remove("a & b/größe.txt");
  expect(await store().read("a & b/größe.txt")).toBeNull();
});

test("beyond the quota nothing is kept, in one piece or in parts", async () => {
  await expect(store().write("large", content(Buffer.alloc(17 * 1024 ** 2)))).rejects.toMatchObject({
    code: "bucket-full",
  });

  expect(Object.keys(bucket.objects)).toEqual([]);
});

test("a bucket that is not there is said", async () => {
  await expect(
    store("key", "secret", "other").list({ prefix: "", delimiter: null, after: null, limit: 1 }),
  ).rejects.toMatchObject({ facts: { s3Code: "NoSuchBucket" } });
});

import type { BucketSight, CloudBuckets } from "../../../cloud/ports.ts";
import { AppError } from "../../../kernel/app-error.ts";
import type { HttpClient } from "../../http/http-client.ts";
import type { OpenstackApi } from "../openstack-api.ts";
import { findS3 } from "./s3-endpoint.ts";
import { makeS3Keys } from "./s3-keys.ts";
import type { SwiftApi } from "./swift-api.ts";
import { makeSwiftObjects } from "./swift-objects.ts";

/** Containers of the registered project. Terraform makes them; what lies in them goes by Swift's own API. */
export function makeSwiftBuckets(api: OpenstackApi, swift: SwiftApi, http: HttpClient): CloudBuckets {
  const keys = makeS3Keys(api, swift, http);
  return {
    ensure: null,
    remove: null,
    keysEnd: true,
    ...keys,

    async support(signal) {
      const address = await addressOf(swift, signal);
      await swift.send({ method: "HEAD", path: "" }, signal);
      const s3 = await findS3(swift, http, signal);
      return `${address}, ${s3 === null ? "without S3" : "with S3"}`;
    },

    async look(name, signal) {
      const path = `/${encodeURIComponent(name)}`;
      const answer = await swift.send({ method: "HEAD", path, expected: [404] }, signal);
      return answer.status === 404 ? null : sightOf(answer.headers);
    },

    objects: async (name) => makeSwiftObjects(swift, name),

    async sweep(name, signal) {
      // Where Swift's S3 keeps the parts of large objects; it stays when the bucket is gone.
      const parts = `${name}+segments`;
      const path = `/${encodeURIComponent(parts)}`;
      const found = await swift.send({ method: "HEAD", path, expected: [404] }, signal);
      if (found.status === 404) return;
      const objects = makeSwiftObjects(swift, parts);
      const page = await objects.list({ prefix: "", delimiter: null, after: null, limit: 1_000 }, signal);
      for (const { key } of page.objects) await objects.remove(key, signal);
      await swift.send({ method: "DELETE", path, expected: [404, 409] }, signal);
    },
  };
}

/** A project whose catalog has none is no failure of the cloud. */
async function addressOf(swift: SwiftApi, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await swift.account(signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.facts["service"] !== "object storage") throw error;
    throw new AppError("no-object-storage", error.message, error.facts, { cause: error });
  }
}

function sightOf(headers: Readonly<Record<string, string>>): BucketSight {
  return {
    usedBytes: Number(headers["x-container-bytes-used"] ?? 0),
    objects: Number(headers["x-container-object-count"] ?? 0),
  };
}

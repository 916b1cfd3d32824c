import * as z from "zod";
import type { CloudBuckets, ObjectStore, OpenS3, S3Access } from "../../cloud/ports.ts";
import type { CloudstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { type AsyncJobWait, startAsyncJob, waitForAsyncJob } from "./async-job.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";

const Pool = z.object({ id: z.string(), name: z.string(), providername: z.string().nullish() });
const BucketAnswer = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().nullish(),
  quota: z.coerce.number().nullish(),
  size: z.coerce.number().nullish(),
  url: z.string().nullish(),
  accesskey: z.string().nullish(),
  usersecretkey: z.string().nullish(),
});
type BucketAnswer = z.infer<typeof BucketAnswer>;

export interface CloudstackBucketParts {
  readonly api: CloudstackApi;
  readonly registration: CloudstackRegistration;
  readonly wait: (signal?: AbortSignal) => AsyncJobWait;
  readonly openS3: OpenS3;
}

/** What CloudStack itself signs with, whatever its store's region is called. */
const REGION = "us-east-1";
const COUNTED = 1_000;

/**
 * Buckets of the object storage framework (4.19 and later). The store knows one user per account, whose key CloudStack
 * tells with each of its buckets; there is no command that changes or ends it.
 */
export function makeCloudstackBuckets({ api, registration, wait, openS3 }: CloudstackBucketParts): CloudBuckets {
  const project: Record<string, string> =
    registration.projectId === undefined ? {} : { projectid: registration.projectId };

  async function pools(signal?: AbortSignal) {
    try {
      return await api.list("listObjectStoragePools", {}, "objectstore", Pool, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === "cloud-unreachable") throw error;
      throw new AppError("no-object-storage", `It has no object storage, or not for this account: ${error.message}`);
    }
  }

  async function find(name: string, signal?: AbortSignal): Promise<BucketAnswer | null> {
    const found = await api.list("listBuckets", { ...project, name }, "bucket", BucketAnswer, signal);
    return found.find((bucket) => bucket.name === name) ?? null;
  }

  async function create(name: string, quotaGib: number, signal?: AbortSignal): Promise<void> {
    const [pool] = await pools(signal);
    if (pool === undefined) throw noPool();
    // Without a quota the server fails (4.20: it multiplies what is not there).
    const wanted = { ...project, name, objectstorageid: pool.id, quota: String(quotaGib) };
    const { jobId } = await startAsyncJob(api, "createBucket", wanted, signal);
    await waitForAsyncJob(jobId, wait(signal));
  }

  async function access(name: string, signal?: AbortSignal): Promise<S3Access> {
    const found = await find(name, signal);
    const { url, accesskey: accessKey, usersecretkey: secretKey } = found ?? {};
    if (url == null || accessKey == null || secretKey == null) {
      throw new AppError("cloud-refused", `CloudStack tells no address and key of the bucket ${name}.`, { name });
    }
    return { endpoint: endpointOf(url, name), region: REGION, bucket: name, accessKey, secretKey };
  }

  async function objects(name: string, signal?: AbortSignal): Promise<ObjectStore> {
    return openS3(await access(name, signal), registration.caCertificate);
  }

  return {
    keysEnd: false,
    objects,
    async address(name, signal) {
      const { endpoint, region, bucket } = await access(name, signal);
      return { endpoint, region, bucket };
    },
    grant: access,
    revoke: async () => undefined,
    sweep: async () => undefined,

    async support(signal) {
      const all = await pools(signal);
      if (all.length === 0) throw noPool();
      return all.map(({ name, providername }) => `${name} (${providername ?? "unknown provider"})`).join(", ");
    },

    async look(name, signal) {
      const found = await find(name, signal);
      if (found === null || found.state === "Allocated") return null;
      // CloudStack itself counts once an hour.
      const store = await objects(name, signal);
      const page = await store.list({ prefix: "", delimiter: null, after: null, limit: COUNTED }, signal);
      const seen = page.objects.map(({ sizeBytes }) => sizeBytes).reduce((sum, size) => sum + size, 0);
      if (page.next === null) return { usedBytes: seen, objects: page.objects.length };
      return { usedBytes: Math.max(seen, found.size ?? 0), objects: null };
    },

    async ensure(name, quotaGib, signal) {
      const found = await find(name, signal);
      if (found === null) return create(name, quotaGib, signal);
      if (found.state === "Allocated") {
        throw new AppError("cloud-unreachable", `CloudStack is still making the bucket ${name}.`, { reason: "busy" });
      }
      if (found.quota === quotaGib) return;
      await api.call("updateBucket", { id: found.id, quota: String(quotaGib) }, z.unknown(), signal);
    },

    async remove(name, signal) {
      const found = await find(name, signal);
      if (found !== null) await api.call("deleteBucket", { id: found.id }, z.unknown(), signal);
    },
  };
}

/** The bucket's own address, without the bucket. */
function endpointOf(url: string, name: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new AppError("cloud-refused", "CloudStack tells an address of the bucket that is none.", { url });
  }
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, "").replace(new RegExp(`/${name}$`), "")}`;
}

function noPool(): AppError {
  return new AppError("no-object-storage", "The cloud has no object storage pool.");
}

import type { CloudBuckets, S3Access } from "../cloud/index.ts";
import type { BucketCredentials } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { type BucketCaller, findBucket } from "./bucket-desk.ts";
import { type BucketPlacePorts, bucketsOn } from "./bucket-place.ts";
import type { BucketReads, BucketRecord, BucketStore, ShownBucket } from "./ports.ts";

export interface BucketKeyPorts extends BucketPlacePorts {
  readonly store: Pick<BucketStore, "noteKey">;
  readonly reads: BucketReads;
  readonly clock: Clock;
  /** Where the cloud's own log-in may make no keys: by whoever made the tenant. Null where there is none. */
  readonly ofTenant: (cloudId: string) => Promise<Pick<CloudBuckets, "grant" | "revoke"> | null>;
  readonly timeLimit: () => AbortSignal;
}

/** Keys of buckets for S3 clients, handed out once and kept nowhere. */
export interface BucketKeys {
  /** Throws AppError: not-found, bucket-state, credentials-not-given, and the cloud's own. */
  give(caller: BucketCaller, bucketId: string, replace: boolean): Promise<BucketCredentials>;
  /** Ends what was given. Throws AppError: not-found, credentials-not-given. */
  end(bucketId: string): Promise<void>;
  /** Ends one key of a bucket. */
  revoke(record: BucketRecord, accessKey: string): Promise<void>;
}

export function makeBucketKeys(ports: BucketKeyPorts): BucketKeys {
  async function revoke({ cloudId }: BucketRecord, accessKey: string): Promise<void> {
    const buckets = await bucketsOn(ports, cloudId);
    if (!buckets.keysEnd) return;
    await withTenant(ports, cloudId, buckets, (by) => by.revoke(accessKey, ports.timeLimit()));
  }

  async function make({ cloudId, cloudBucket }: BucketRecord, buckets: CloudBuckets): Promise<S3Access> {
    return withTenant(ports, cloudId, buckets, (by) => by.grant(cloudBucket, ports.timeLimit()));
  }

  return {
    revoke,

    async give({ userId }, bucketId, replace) {
      const { record } = refuseUnfit(await findBucket(ports.reads, bucketId));
      const buckets = await bucketsOn(ports, record.cloudId);
      const before = record.key?.accessKey ?? null;
      if (before !== null) refuseSecond(record, replace && buckets.keysEnd, buckets.keysEnd);
      const access = await make(record, buckets);
      const key = { accessKey: access.accessKey, givenAt: ports.clock.now(), givenBy: userId };
      if (!(await ports.store.noteKey(record.id, before, key))) {
        await revoke(record, access.accessKey);
        throw new AppError("credentials-not-given", `Somebody else was just given credentials of ${record.name}.`, {
          remedy: "Look at the bucket, and replace them if they are not yours.",
        });
      }
      if (before !== null) await revoke(record, before);
      return { ...access, opens: OPENS[record.cloudKind] };
    },

    async end(bucketId) {
      const { record } = await findBucket(ports.reads, bucketId);
      if (record.key === null) return;
      const { keysEnd } = await bucketsOn(ports, record.cloudId);
      if (!keysEnd) {
        throw new AppError("credentials-not-given", `The cloud of ${record.name} cannot end its one key.`, {
          remedy: "Remove the account's storage user on the cloud, or the bucket.",
        });
      }
      await revoke(record, record.key.accessKey);
      await ports.store.noteKey(record.id, record.key.accessKey, null);
    },
  };
}

const OPENS = {
  openstack: "Every bucket of the OpenStack project that this cloud was registered with.",
  cloudstack: "Every bucket of the CloudStack account that this cloud was registered with.",
} as const;

/** A key opens all that the registered account has: on a shared cloud those are everybody's buckets. */
function refuseUnfit(shown: ShownBucket): ShownBucket {
  const { record, cloudOwnerId, cloudName } = shown;
  if (cloudOwnerId === null) {
    throw new AppError(
      "credentials-not-given",
      `${cloudName} is shared by the whole site: a key would open the buckets of everybody on it.`,
      { shared: true },
    );
  }
  if (record.status === "ready" && record.wish === "present") return shown;
  throw new AppError("bucket-state", `${record.name} gives no credentials now: it is ${record.status}.`, {
    status: record.status,
  });
}

function refuseSecond({ name, key }: BucketRecord, mayReplace: boolean, keysEnd: boolean): void {
  if (mayReplace) return;
  const remedy = keysEnd
    ? "Replace them: the earlier ones end with it."
    : "Its cloud makes one key per account; look where you kept it, or in the cloud's own page.";
  throw new AppError("credentials-not-given", `Credentials of ${name} were given to ${key?.givenBy} already.`, {
    remedy,
  });
}

/** First by the cloud's own log-in; delegated ones may make no keys since Keystone's repair of CVE-2026-80184. */
async function withTenant<T>(
  ports: BucketKeyPorts,
  cloudId: string,
  own: CloudBuckets,
  act: (by: Pick<CloudBuckets, "grant" | "revoke">) => Promise<T>,
): Promise<T> {
  try {
    return await act(own);
  } catch (error) {
    const refused = error instanceof AppError && error.code === "credentials-not-given";
    const tenant = refused && error.facts["delegated"] === true ? await ports.ofTenant(cloudId) : null;
    if (tenant === null) throw error;
    return act(tenant);
  }
}

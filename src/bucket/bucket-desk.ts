import type { CloudBuckets, CloudStore } from "../cloud/index.ts";
import type { Bucket, BucketChangeRequest, BucketRequest, Cloud } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { type BucketPlacePorts, bucketsOn } from "./bucket-place.ts";
import { GIB } from "./compile-bucket-plan.ts";
import type { BucketReads, BucketStore, ShownBucket } from "./ports.ts";
import { presentBucket } from "./present-bucket.ts";

export interface BucketDeskPorts extends BucketPlacePorts {
  readonly store: Pick<BucketStore, "create" | "wish" | "noteUsage">;
  readonly reads: BucketReads;
  readonly clouds: Pick<CloudStore, "listFor">;
  readonly clock: Clock;
  readonly newId: () => string;
  /** For one question to a cloud while a person waits. */
  readonly timeLimit: () => AbortSignal;
}

/** Who asks: the account, and the person who acts for it. */
export interface BucketCaller {
  readonly accountId: string;
  readonly userId: string;
}

/** Buckets of the acting account. */
export interface BucketDesk {
  list(caller: BucketCaller): Promise<readonly Bucket[]>;
  /** Asks the cloud how full it is; what it said last when it does not answer. Throws AppError("not-found"). */
  find(id: string): Promise<Bucket>;
  /** Throws AppError: no-cloud, no-object-storage, name-taken, and the cloud's own when it cannot be asked. */
  create(caller: BucketCaller, request: BucketRequest): Promise<Bucket>;
  /** Another quota; asked again it puts right what has drifted. Throws AppError: not-found, bucket-state, bucket-full. */
  change(id: string, change: BucketChangeRequest): Promise<Bucket>;
  /** Throws AppError: not-found, bucket-not-empty unless `withContents`, and the cloud's own when it cannot be asked. */
  remove(id: string, withContents: boolean): Promise<Bucket>;
}

export function makeBucketDesk(ports: BucketDeskPorts): BucketDesk {
  const { store, reads, clouds, clock, newId } = ports;

  async function found(id: string): Promise<ShownBucket> {
    return findBucket(reads, id);
  }

  async function measured(shown: ShownBucket, buckets: CloudBuckets) {
    const sight = await buckets.look(shown.record.cloudBucket, ports.timeLimit());
    if (sight === null) return null;
    const usage = { bytes: sight.usedBytes, objects: sight.objects, measuredAt: clock.now() };
    await store.noteUsage(shown.record.id, usage);
    return usage;
  }

  async function cloudOf(accountId: string, nameOrId: string): Promise<Cloud> {
    const all = await clouds.listFor(accountId);
    const cloud = all.find(({ id }) => id === nameOrId) ?? all.find(({ name }) => name === nameOrId);
    if (cloud !== undefined) return cloud;
    throw new AppError("no-cloud", `There is no cloud ${nameOrId} that you may use.`, {
      clouds: all.map(({ name }) => name),
    });
  }

  return {
    list: async ({ accountId }) => (await reads.list(accountId)).map(presentBucket),

    async find(id) {
      const shown = await found(id);
      if (shown.record.status !== "ready") return presentBucket(shown);
      try {
        const usage = await measured(shown, await bucketsOn(ports, shown.record.cloudId));
        return presentBucket({ ...shown, record: { ...shown.record, usage: usage ?? shown.record.usage } });
      } catch (error) {
        if (error instanceof AppError) return presentBucket(shown);
        throw error;
      }
    },

    async create({ accountId, userId }, { name, cloud: wanted, quotaGib }) {
      const cloud = await cloudOf(accountId, wanted);
      await (await bucketsOn(ports, cloud.id)).support(ports.timeLimit());
      const [id, now] = [newId(), clock.now()];
      await store.create({
        ...{ id, ownerId: accountId, cloudId: cloud.id, cloudKind: cloud.kind, seat: newId(), name },
        // Names are the whole cloud's, so another account's must neither stand in the way nor be told by this.
        ...{ cloudBucket: `${name}-${id.slice(0, 8)}`, quotaGib, wish: "present", withContents: false },
        ...{ generation: 1, status: "creating", detail: null, key: null, usage: null },
        ...{ createdBy: userId, createdAt: now, updatedAt: now },
      });
      return presentBucket(await found(id));
    },

    async change(id, { quotaGib }) {
      const shown = await found(id);
      const { record } = shown;
      refuseRemoved(shown);
      if (record.usage !== null && record.usage.bytes > quotaGib * GIB) {
        throw new AppError("bucket-full", `${record.name} holds more than ${quotaGib} GiB already.`, {
          usedBytes: record.usage.bytes,
        });
      }
      const status = record.status === "creating" ? "creating" : "changing";
      await store.wish(id, { quotaGib, wish: "present", withContents: false, status });
      return presentBucket(await found(id));
    },

    async remove(id, withContents) {
      const { record } = await found(id);
      if (!withContents) {
        const sight = await (await bucketsOn(ports, record.cloudId)).look(record.cloudBucket, ports.timeLimit());
        if (sight !== null && (sight.usedBytes > 0 || (sight.objects ?? 0) > 0)) {
          throw new AppError("bucket-not-empty", `${record.name} still holds objects.`, { ...sight });
        }
      }
      await store.wish(id, { quotaGib: record.quotaGib, wish: "absent", withContents, status: "removing" });
      return presentBucket(await found(id));
    },
  };
}

export async function findBucket(reads: BucketReads, id: string): Promise<ShownBucket> {
  const shown = await reads.find(id);
  if (shown !== null) return shown;
  throw new AppError("not-found", `There is no bucket ${id}.`, { bucketId: id });
}

function refuseRemoved({ record: { name, wish } }: ShownBucket): void {
  if (wish === "present") return;
  throw new AppError("bucket-state", `${name} is just being removed.`, { status: "removing" });
}

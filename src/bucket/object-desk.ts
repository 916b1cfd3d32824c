import type { Bytes, ObjectPage, ObjectQuery, ObjectStore, StoredObject } from "../cloud/index.ts";
import type { ObjectReceipt } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { findBucket } from "./bucket-desk.ts";
import { type BucketPlacePorts, bucketsOn } from "./bucket-place.ts";
import { GIB } from "./compile-bucket-plan.ts";
import { judgeBytes } from "./judge-bytes.ts";
import type { BucketReads, BucketRecord, Digest } from "./ports.ts";

export interface ObjectDeskPorts extends BucketPlacePorts {
  readonly reads: BucketReads;
  readonly newDigest: () => Digest;
  /** Bytes that one object may have which goes through the service. */
  readonly mostBytes: number;
  readonly timeLimit: () => AbortSignal;
}

/** An upload as it was announced. */
export interface ObjectUpload {
  readonly key: string;
  readonly bytes: Bytes;
  readonly sizeBytes: number | null;
  readonly contentType: string;
  /** In hexadecimal. */
  readonly sha256: string | null;
}

/** What lies in buckets of the acting account. Every one throws AppError: not-found, bucket-state, and the cloud's own. */
export interface ObjectDesk {
  list(bucketId: string, query: ObjectQuery): Promise<ObjectPage>;
  /** @param signal ends the download */
  read(bucketId: string, key: string, signal: AbortSignal): Promise<StoredObject & { readonly bytes: Bytes }>;
  /**
   * All or nothing. Throws AppError: object-too-large, bucket-full, digest-mismatch.
   *
   * @param signal ends the upload
   */
  write(bucketId: string, upload: ObjectUpload, signal: AbortSignal): Promise<ObjectReceipt>;
  remove(bucketId: string, key: string): Promise<void>;
}

export function makeObjectDesk(ports: ObjectDeskPorts): ObjectDesk {
  async function ready(id: string): Promise<BucketRecord> {
    const { record } = await findBucket(ports.reads, id);
    const { name, status, wish, createdAt, updatedAt } = record;
    // A change of quota does not close it, nor does one that failed.
    const isOpen = status === "ready" || status === "changing" || (status === "failed" && updatedAt > createdAt);
    if (isOpen && wish === "present") return record;
    throw new AppError("bucket-state", `${name} cannot be used now: it is ${status}.`, { status });
  }

  async function openAt(record: BucketRecord): Promise<ObjectStore> {
    return (await bucketsOn(ports, record.cloudId)).objects(record.cloudBucket, ports.timeLimit());
  }

  return {
    async list(bucketId, query) {
      return (await openAt(await ready(bucketId))).list(query, ports.timeLimit());
    },

    async read(bucketId, key, signal) {
      const record = await ready(bucketId);
      const found = await (await openAt(record)).read(key, signal);
      if (found !== null) return found;
      throw new AppError("not-found", `There is no object ${key} in ${record.name}.`, { key });
    },

    async write(bucketId, upload, signal) {
      const record = await ready(bucketId);
      refuseLarge(upload.sizeBytes, ports.mostBytes);
      await refuseFull(ports, record, upload.sizeBytes ?? 0);
      const objects = await openAt(record);
      const judged = judgeBytes(upload, { digest: ports.newDigest(), mostBytes: ports.mostBytes });
      const { sizeBytes, contentType } = upload;
      await objects.write(upload.key, { bytes: judged.bytes, sizeBytes, contentType }, signal);
      return { key: upload.key, ...judged.arrived() };
    },

    async remove(bucketId, key) {
      await (await openAt(await ready(bucketId))).remove(key, ports.timeLimit());
    },
  };
}

function refuseLarge(sizeBytes: number | null, mostBytes: number): void {
  if (sizeBytes === null || sizeBytes <= mostBytes) return;
  throw new AppError("object-too-large", `At most ${mostBytes} bytes go through the service at once.`, { mostBytes });
}

/** Before a byte is sent. The cloud has the last word: it counts late, and others may write at the same time. */
async function refuseFull(ports: ObjectDeskPorts, record: BucketRecord, sizeBytes: number): Promise<void> {
  const buckets = await bucketsOn(ports, record.cloudId);
  const sight = await buckets.look(record.cloudBucket, ports.timeLimit());
  if (sight === null) throw new AppError("bucket-state", `The cloud has no bucket ${record.cloudBucket} any more.`);
  const room = record.quotaGib * GIB - sight.usedBytes;
  if (sizeBytes <= room && room > 0) return;
  throw new AppError("bucket-full", `${record.name} has room for ${Math.max(0, room)} bytes, and ${sizeBytes} came.`, {
    ...{ usedBytes: sight.usedBytes, quotaGib: record.quotaGib },
  });
}

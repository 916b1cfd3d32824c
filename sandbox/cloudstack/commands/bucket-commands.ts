import { randomBytes } from "node:crypto";
import { usedIn } from "../../shared/objects/object-shelf.ts";
import { newOwner, target, visible } from "../core/access.ts";
import { internalError, invalidParameter, noSuchEntity } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, type Surroundings, sync } from "../core/command.ts";
import type { Bucket } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import { OBJECT_POOL } from "../seed/object-pool.ts";
import { ownerView } from "../views/owner-view.ts";

interface BucketWork {
  id: string;
}

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const GIB = 2 ** 30;

/** Buckets of the object storage framework, with a store like MinIO behind: one user and one key per account. */
export const BUCKET_COMMANDS: CommandFamily = {
  listObjectStoragePools: sync((call) => listOf(call, "objectstore", [OBJECT_POOL], (pool) => poolView(call, pool))),

  createBucket: async<BucketWork>({
    javaClass: "user.bucket.CreateBucketCmd",
    instanceType: "Bucket",
    eventType: "BUCKET.CREATE",
    admit(call) {
      const { id } = allocate(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    finish(context, { id }) {
      const bucket = context.world.tables.buckets.must(id);
      bucket.state = "Created";
      return { bucket: bucketView(context, bucket) };
    },
    abandon: ({ world }, { id }) => world.tables.buckets.retire(id),
  }),

  listBuckets: sync(listBuckets, { id: "buckets" }),
  updateBucket: sync(updateBucket, { id: "buckets" }),
  deleteBucket: sync(deleteBucket, { id: "buckets" }),
};

function allocate(call: Call): Bucket {
  const { world, parameters } = call;
  const pool = parameters.required("objectstorageid");
  if (pool !== OBJECT_POOL.id) throw noSuchEntity(call.command, "objectstorageid", pool);
  const name = parameters.required("name");
  if (!NAME.test(name)) throw invalidParameter(`Invalid Bucket Name: Bucket name should not contain ${name}`);
  const quota = parameters.whole("quota");
  // As 4.20 does: the limit is computed from a quota that was not sent.
  if (quota === undefined) throw internalError('Cannot invoke "java.lang.Integer.intValue()" because "quota" is null');
  // Names are the store's, whoever has them.
  if (world.tables.buckets.first((bucket) => bucket.name === name)) {
    throw internalError(`Failed to create bucket with name: ${name}. Bucket already exists with name ${name}`);
  }
  const owner = newOwner(call);
  const known = world.tables.buckets.first((bucket) => bucket.accountId === owner.accountId);
  const account = world.tables.accounts.must(owner.accountId);
  return world.tables.buckets.add({
    ...{ ...world.newRow("bucket"), ...owner, name, state: "Allocated" },
    ...{ quotaBytes: quota * GIB, metadata: {}, objects: {} },
    accessKey: `acs-${account.name}`,
    secretKey: known?.secretKey ?? randomBytes(20).toString("base64url"),
  });
}

function listBuckets(call: Call): Json {
  const { parameters, world } = call;
  const [id, name] = [parameters.text("id"), parameters.text("name")];
  const rows = visible(call, world.tables.buckets.all())
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name);
  return listOf(call, "bucket", rows, (row) => bucketView(call, row));
}

function updateBucket(call: Call): Json {
  const bucket = target(call, call.world.tables.buckets, "id");
  const quota = call.parameters.whole("quota");
  if (quota !== undefined) bucket.quotaBytes = quota * GIB;
  return { success: true };
}

function deleteBucket(call: Call): Json {
  const bucket = target(call, call.world.tables.buckets, "id");
  if (Object.keys(bucket.objects).length > 0) {
    throw internalError("The bucket you tried to delete is not empty");
  }
  call.world.tables.buckets.retire(bucket.id);
  return { success: true };
}

function poolView({ caller, publicUrl }: Call, { id, name }: typeof OBJECT_POOL): Json {
  return { id, name, providername: "MinIO", ...(caller.isRootAdmin && { url: `${publicUrl()}/s3` }) };
}

function bucketView({ world, publicUrl }: Surroundings, row: Bucket): Json {
  const { id, name, created, quotaBytes, state, accessKey, secretKey } = row;
  return {
    ...{ id, name, created, ...ownerView(world, row), objectstorageid: OBJECT_POOL.id, objectstore: OBJECT_POOL.name },
    ...{ size: usedIn(row), state, quota: (quotaBytes ?? 0) / GIB, encryption: false, versioning: false },
    ...{ objectlocking: false, url: `${publicUrl()}/s3/${name}`, accesskey: accessKey, usersecretkey: secretKey },
    ...{ provider: "MinIO", tags: [] },
  };
}

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeBucketStore } from "../../../src/adapters/postgres/bucket-store.ts";
import { makeCloudStore } from "../../../src/adapters/postgres/cloud-store.ts";
import { makePool } from "../../../src/adapters/postgres/pool.ts";
import { makeTenantPool } from "../../../src/adapters/postgres/tenant-pool.ts";
import type { BucketRecord, BucketStore } from "../../../src/bucket/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleCloud, sampleRegistration } from "../../_helpers/samples.ts";

let database: FreshDatabase;
let store: BucketStore;
let cloudId: string;

beforeAll(async () => {
  database = await freshDatabase();
  const accounts = makeAccountStore(database.pool);
  for (const accountId of ["ann", "bob"]) await accounts.ensureAccount({ accountId, name: accountId });
  const cloud = sampleCloud("openstack", "shared");
  cloudId = cloud.id;
  const clouds = makeCloudStore(database.pool, (await testKeyring(database.pool)).site);
  await clouds.create({ ...cloud, ownerId: null }, sampleRegistration("openstack", "shared"));
  store = makeBucketStore(database.pool);
});
afterAll(() => database.close());

async function made(name: string, ownerId = "ann"): Promise<BucketRecord> {
  const now = new Date();
  const record: BucketRecord = {
    ...{ id: randomUUID(), ownerId, cloudId, cloudKind: "openstack", seat: randomUUID(), name },
    ...{ cloudBucket: `${name}-1`, quotaGib: 1, wish: "present", withContents: false, generation: 1 },
    ...{ status: "creating", detail: null, key: null, usage: null, createdBy: ownerId, createdAt: now, updatedAt: now },
  };
  await store.create(record);
  return record;
}

async function claimed() {
  const claim = await store.claimNext("worker", 60);
  if (claim === null) throw new Error("there was nothing to claim");
  return claim;
}

test("a name is an account's own on one cloud, and nobody reads what is another's", async () => {
  const { id } = await made("files");
  await made("files", "bob");
  const pool = makePool(database.url);
  const asBob = makeBucketStore(makeTenantPool(pool, () => "bob"));

  await expect(made("files")).rejects.toMatchObject({ code: "name-taken" });
  expect([(await store.list("ann")).length, (await asBob.list("ann")).length]).toEqual([1, 0]);
  expect(await asBob.find(id)).toBeNull();
  await expect(asBob.noteUsage(id, { bytes: 1, objects: 1, measuredAt: new Date() })).rejects.toThrow("permission");
  await pool.end();
});

test("one worker has a bucket at a time, and what it found out counts for its generation only", async () => {
  await database.pool.query("delete from bucket");
  const { id } = await made("files");
  const first = await claimed();
  expect(await store.claimNext("another", 60)).toBeNull();

  await store.wish(id, { quotaGib: 2, wish: "present", withContents: false, status: "changing" });
  await store.settle(first, { status: "ready" }, 0);
  const again = await claimed();
  await store.settle(again, { status: "ready", detail: null }, 0);

  expect(again.record).toMatchObject({ generation: 2, quotaGib: 2, status: "changing" });
  expect((await store.find(id))?.record.status).toBe("ready");
  expect(await store.claimNext("worker", 60)).toBeNull();
});

test("of two who note a key at once one is told that it came late", async () => {
  const [shown] = await store.list("ann");
  const id = shown?.record.id ?? "";
  const key = (accessKey: string) => ({ accessKey, givenAt: new Date(), givenBy: "ann" });

  const noted = await Promise.all([store.noteKey(id, null, key("one")), store.noteKey(id, null, key("two"))]);

  expect(noted.filter((one) => one)).toHaveLength(1);
  expect(await store.noteKey(id, "three", null)).toBe(false);
});

test("what is forgotten takes its seat with it, unless it is wanted again; what is to go stays so", async () => {
  const [shown] = await store.list("ann");
  const id = shown?.record.id ?? "";
  await store.wish(id, { quotaGib: 2, wish: "absent", withContents: true, status: "removing" });
  const claim = await claimed();
  await store.openSeat(claim.record);
  await store.openSeat(claim.record);

  await expect(
    store.wish(id, { quotaGib: 3, wish: "present", withContents: false, status: "changing" }),
  ).rejects.toMatchObject({ code: "bucket-state" });
  await store.forget(claim);

  const { rowCount } = await database.pool.query("select from workspace where id = $1", [claim.record.seat]);
  expect([await store.find(id), rowCount]).toEqual([null, 0]);
});

import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { composeClouds } from "../../server/composition/cloud-services.ts";
import { systemClock } from "../../server/composition/system-time.ts";
import { makeIsSuspended } from "../../src/adapters/postgres/account-suspended.ts";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { makeSealer } from "../../src/adapters/postgres/sealer.ts";
import { type FreshDatabase, freshDatabase } from "../_helpers/database.ts";
import { IDS, sampleCloud, sampleRegistration } from "../_helpers/samples.ts";

let database: FreshDatabase;
let clouds: ReturnType<typeof composeClouds>;

beforeAll(async () => {
  database = await freshDatabase();
  const store = makeCloudStore(database.pool, makeSealer(Buffer.alloc(32, 1)));
  const isSuspended = makeIsSuspended(database.pool);
  clouds = composeClouds({ store, tenantStore: store, isSuspended, clock: systemClock, newId: () => IDS.openstack });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("delete from cloud; delete from account");
  await database.pool.query("insert into account (id, name) values ('ann', 'Ann'), ('ben', 'Ben')");
  const store = makeCloudStore(database.pool, makeSealer(Buffer.alloc(32, 1)));
  await store.create({ ...sampleCloud(), ownerId: "ann" }, sampleRegistration());
});

test("a run gets credentials for its owner's cloud, and for one of the whole site", async () => {
  expect(await clouds.environment(IDS.openstack, "ann")).toHaveProperty("OS_AUTH_URL");
  await database.pool.query("update cloud set owner_id = null");
  expect(await clouds.environment(IDS.openstack, "ben")).toHaveProperty("OS_AUTH_URL");
});

test.each([
  ["belongs to somebody else by now", "select 1", "ben", "not-allowed", /belongs to another account/],
  ["is its own while it is suspended", "update account set suspended_at = now()", "ann", "not-allowed", /suspended/],
  ["is gone", "delete from cloud", "ann", "not-found", /There is no cloud/],
])("a run whose cloud %s gets none", async (_what, change, owner, code, words) => {
  await database.pool.query(change);

  const asking = clouds.environment(IDS.openstack, owner);

  await expect(asking).rejects.toMatchObject({ code });
  await expect(asking).rejects.toThrow(words);
});

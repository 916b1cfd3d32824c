import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeCloudStore } from "../../../src/adapters/postgres/cloud-store.ts";
import { makeSealer } from "../../../src/adapters/postgres/sealer.ts";
import { makeWorkspaceStore } from "../../../src/adapters/postgres/workspace-store.ts";
import type { CloudStore } from "../../../src/cloud/ports.ts";
import { Catalog } from "../../../src/contract/index.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { AT, IDS, sampleCloud, sampleRegistration, sampleRevision } from "../../_helpers/samples.ts";

let database: FreshDatabase;
let store: CloudStore;
const sealer = makeSealer(Buffer.alloc(32, 1));

beforeAll(async () => {
  database = await freshDatabase();
  store = makeCloudStore(database.pool, sealer);
});

afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("delete from workspace; delete from cloud");
});

const catalog = Catalog.parse({
  kind: "openstack",
  cloudId: IDS.openstack,
  fetchedAt: AT,
  version: null,
  offerings: [{ id: "1", name: "m1.small", vcpu: 1, memoryMib: 2048, rootDiskGib: 20, custom: null }],
  images: [],
  volumeTypes: [],
  externalNetworks: [],
  availabilityZones: ["nova"],
  defaultVolumeType: null,
});

test("a registered cloud comes back without credentials, its connection with them", async () => {
  await store.create(sampleCloud(), sampleRegistration());

  const listed = await store.list();
  const connection = await store.connection(IDS.openstack);

  expect(listed).toEqual([sampleCloud()]);
  expect(JSON.stringify(listed)).not.toContain("canary");
  expect(connection).toEqual({ cloud: sampleCloud(), registration: sampleRegistration() });
});

test("credentials are not stored in clear and do not open with another key", async () => {
  await store.create(sampleCloud(), sampleRegistration());

  const { rows } = await database.pool.query("select encode(registration_sealed, 'escape') as text from cloud");
  const stranger = makeCloudStore(database.pool, makeSealer(Buffer.alloc(32, 2)));

  expect(JSON.stringify(rows)).not.toContain("canary");
  await expect(stranger.connection(IDS.openstack)).rejects.toThrow("sealed with another key");
});

test("two clouds cannot have one name", async () => {
  await store.create(sampleCloud(), sampleRegistration());

  const second = store.create({ ...sampleCloud("cloudstack"), name: "east" }, sampleRegistration("cloudstack"));

  await expect(second).rejects.toMatchObject({ code: "name-taken", facts: { name: "east" } });
});

test("an update without a registration keeps the credentials", async () => {
  await store.create(sampleCloud(), sampleRegistration());

  await store.update({ ...sampleCloud(), status: "unreachable", statusDetail: "no answer" });

  const connection = await store.connection(IDS.openstack);
  expect(connection?.cloud.status).toBe("unreachable");
  expect(connection?.registration).toEqual(sampleRegistration());
});

test("a catalog replaces the one before and dates the cloud", async () => {
  await store.create(sampleCloud(), sampleRegistration());
  await store.saveCatalog({ ...catalog, offerings: [] });

  await store.saveCatalog(catalog);

  expect(await store.catalog(IDS.openstack)).toEqual(catalog);
  expect((await store.findByName("east", null))?.catalogAt).toBe(AT);
});

test("tells what machines are planned with on a cloud, and keeps what it no longer offers", async () => {
  await store.create(sampleCloud(), sampleRegistration());
  await makeAccountStore(database.pool).ensureAccount({ accountId: "ann", name: "Ann" });
  const at = new Date(AT);
  await makeWorkspaceStore(database.pool, await testKeyring(database.pool)).create(
    { id: IDS.workspace, name: "web", ownerId: "ann", createdAt: at, updatedAt: at },
    sampleRevision(),
    { caPublicKey: "", caPrivateKey: "", bootstrapTokenHashes: {}, secretFiles: [] },
  );

  const planned = await store.planned(IDS.openstack);
  const missing = [{ thing: "image" as const, id: "i-9", name: "Ubuntu 24.04", mapped: true, machines: 1 }];
  await store.update({ ...sampleCloud(), missing });

  expect(planned.map(({ cloudId, volumes }) => [cloudId, volumes])).toEqual([[IDS.openstack, []]]);
  expect((await store.find(IDS.openstack))?.missing).toEqual(missing);
});

test("a cloud in use stays, and the refusal names who uses it", async () => {
  await store.create(sampleCloud(), sampleRegistration());
  await makeAccountStore(database.pool).ensureAccount({ accountId: "ann", name: "Ann" });
  const at = new Date(AT);
  await makeWorkspaceStore(database.pool, await testKeyring(database.pool)).create(
    { id: IDS.workspace, name: "web", ownerId: "ann", createdAt: at, updatedAt: at },
    sampleRevision(),
    { caPublicKey: "", caPrivateKey: "", bootstrapTokenHashes: {}, secretFiles: [] },
  );

  await expect(store.remove(IDS.openstack, "ann")).rejects.toMatchObject({
    code: "cloud-in-use",
    facts: { workspaces: ["web"] },
  });

  await database.pool.query("delete from workspace");
  await store.remove(IDS.openstack, "ann");
  expect(await store.find(IDS.openstack)).toBeNull();
});

import { expect, test } from "@jest/globals";
import { makeRefreshCatalog, makeRefreshDueCatalogs, makeRegisterCloud } from "../../src/cloud/index.ts";
import { missingThings } from "../../src/cloud/missing-things.ts";
import type { Catalog } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { cloudstackSitePlan } from "../_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../_fixtures/site-plans/openstack-site-plan.ts";
import {
  fixedClock,
  memoryCloudStore,
  NOW,
  sampleCatalog,
  sampleOpenstack,
  scriptedClient,
} from "../_helpers/cloud-samples.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const SITE = openstackSitePlan();
const NO_MAPPING = { images: {}, volumeTypes: {} };

function withPlanned(catalog: Catalog, site: typeof SITE): Catalog {
  const { image, flavor, externalNetwork, rootVolumeType, volumes } = site;
  const [imageLike] = catalog.images;
  const [offeringLike] = catalog.offerings;
  const [typeLike] = catalog.volumeTypes;
  if (catalog.kind !== "openstack" || !imageLike || !offeringLike || !typeLike) throw new TypeError("another sample");
  const types = [rootVolumeType, ...volumes.map(({ volumeType }) => volumeType)].filter((name) => name !== null);
  return {
    ...catalog,
    images: [{ ...imageLike, ...image }],
    offerings: [{ ...offeringLike, ...flavor }],
    volumeTypes: types.map((name) => ({ ...typeLike, id: `id of ${name}`, name })),
    externalNetworks: externalNetwork === null ? [] : [externalNetwork],
  };
}

test("finds nothing missing while everything that is planned is offered", () => {
  const catalog = withPlanned(sampleCatalog(ID), SITE);

  expect(missingThings(catalog, NO_MAPPING, [SITE])).toEqual([]);
});

test("names each thing once, with how many machines are planned with it and whether it is mapped", () => {
  const catalog = { ...withPlanned(sampleCatalog(ID), SITE), images: [] };
  const { id, name } = SITE.image;
  const mapping = { images: { "ubuntu-24.04": id }, volumeTypes: { fast: "gone" } };

  expect(missingThings(catalog, mapping, [SITE, SITE])).toEqual([
    { thing: "image", id, name, mapped: true, machines: 2 },
    { thing: "volume-type", id: "gone", name: "gone", mapped: true, machines: 0 },
  ]);
});

test("knows what a machine on CloudStack is made of", () => {
  const things = missingThings(sampleCatalog(ID, "cloudstack"), NO_MAPPING, [cloudstackSitePlan()]);

  expect(new Set(things.map(({ thing }) => thing))).toEqual(
    new Set(["image", "offering", "volume-type", "network-offering"]),
  );
});

test("notes on the cloud what is missing when its catalog is read", async () => {
  const store = { ...memoryCloudStore(), planned: async () => [SITE] };
  const openClient = () => scriptedClient();
  await makeRegisterCloud({ store, openClient, clock: fixedClock, newId: () => ID })(sampleOpenstack());

  await makeRefreshCatalog({ store, clients: async () => scriptedClient() })(ID);

  expect((await store.find(ID))?.missing).toContainEqual(
    expect.objectContaining({ thing: "image", name: SITE.image.name, machines: 1 }),
  );
});

test("reads only old catalogs again, one that fails no more often than the others", async () => {
  const store = memoryCloudStore();
  let id = 0;
  const newId = () => `11111111-1111-4111-8111-11111111111${id++}`;
  const openClient = (cloudId: string) => scriptedClient({ readCatalog: async () => sampleCatalog(cloudId) });
  const register = makeRegisterCloud({ store, openClient, clock: fixedClock, newId });
  await register(sampleOpenstack({ name: "a" }));
  await register(sampleOpenstack({ name: "b" }));
  let now = Date.parse(NOW);
  const asked: string[] = [];
  const refresh = async (cloudId: string) => {
    asked.push(cloudId.slice(-1));
    if (cloudId.endsWith("0")) throw new AppError("cloud-unreachable", "away");
    const catalog = { ...sampleCatalog(cloudId), fetchedAt: new Date(now).toISOString() };
    await store.saveCatalog(catalog);
    return catalog;
  };
  const clock = { now: () => new Date(now) };
  const refreshDue = makeRefreshDueCatalogs({ store, refresh, clock, timeLimit: () => new AbortController().signal });

  const early = await refreshDue();
  now += 6 * 60 * 60_000;
  const due = await refreshDue();
  const again = await refreshDue();

  expect([early, due, again]).toEqual([0, 1, 0]);
  expect(asked).toEqual(["0", "1"]);
});

import { expect, test } from "@jest/globals";
import type { Offering, VolumeType } from "../../src/contract/index.ts";
import { chooseImage } from "../../src/plan/choose-image.ts";
import { chooseExternalNetwork, chooseNetworkOffering } from "../../src/plan/choose-network.ts";
import { chooseOffering } from "../../src/plan/choose-offering.ts";
import { chooseServiceOffering } from "../../src/plan/choose-service-offering.ts";
import { chooseDiskOffering, chooseVolumeType } from "../../src/plan/choose-volume-type.ts";
import { cloudstackCatalog, cloudstackOffer, openstackCatalog, openstackOffer } from "./_fakes/catalogs.ts";
import { requirementOf } from "./_fakes/compile.ts";

const fixed = (id: string, vcpu: number, memoryMib: number, rootDiskGib: number | null = null): Offering => ({
  id,
  name: id,
  vcpu,
  memoryMib,
  rootDiskGib,
  custom: null,
});
const custom = (id: string, maxVcpu: number, maxMemoryMib: number): Offering => ({
  ...fixed(id, 0, 0),
  custom: { minVcpu: 1, maxVcpu, minMemoryMib: 512, maxMemoryMib, cpuSpeedMhz: 2000 },
});
const need = { vcpu: 2, memoryGib: 2 };

test.each([
  ["fewest vCPU before least memory", [fixed("a", 4, 2048), fixed("b", 2, 8192)], null, "b"],
  ["least memory before least disk", [fixed("a", 2, 4096, 1), fixed("b", 2, 2048, 80)], null, "b"],
  ["least disk before name", [fixed("a", 2, 2048, 80), fixed("b", 2, 2048, 20)], null, "b"],
  ["the name when all else is equal", [fixed("b", 2, 2048), fixed("a", 2, 2048)], null, "a"],
  ["a fixed size before a custom one (C4)", [custom("a", 8, 8192), fixed("b", 2, 4096)], null, "b"],
  ["a custom size when fixed ones are far too large", [custom("a", 8, 8192), fixed("b", 16, 65_536)], null, "a"],
  ["a custom size when no fixed one fits", [custom("a", 8, 8192), fixed("b", 1, 1024)], null, "a"],
  ["an ordinary size before one for a special purpose", [fixed("a-gpu.2", 2, 2048), fixed("b", 4, 8192)], null, "b"],
  ["one for a special purpose when no other fits", [fixed("vGPU-2", 2, 2048), fixed("b", 1, 8192)], null, "vGPU-2"],
  ["the size the machine has", [fixed("a", 2, 2048), fixed("b", 4, 4096)], "b", "b"],
  ["another when the machine's own no longer fits", [fixed("a", 2, 2048), fixed("b", 1, 1024)], "b", "a"],
])("chooses %s", (_what, offerings, keepId, expected) => {
  const result = chooseOffering(offerings, need, "north", keepId);

  expect(result.ok ? result.value.value.offering.id : result.error).toBe(expected);
});

test("takes no service offering with a system disk of its own, unless it is the one asked for (C3)", () => {
  const offerings = [fixed("twenty", 2, 2048, 20), fixed("any", 4, 8192), fixed("thirty", 2, 2048, 30)];
  const hardware = { ...need, rootDiskGib: 30, volumes: [] };
  const choose = (list: Offering[], rootDiskGib: number) =>
    chooseServiceOffering({ ...cloudstackCatalog(), offerings: list }, { ...hardware, rootDiskGib }, "south", "twenty");

  expect(choose(offerings, 30)).toMatchObject({ value: { value: { offering: { id: "thirty" } } } });
  expect(choose(offerings, 25)).toMatchObject({ value: { value: { offering: { id: "any" } } } });
  expect(choose(offerings.slice(0, 1), 25)).toMatchObject({
    ok: false,
    error: [{ pointer: "/hardware/rootDiskGib", remedy: expect.stringContaining("20 GiB") }],
  });
  expect(choose([fixed("small", 1, 512, 20)], 25)).toMatchObject({ ok: false, error: [{ pointer: "/hardware/vcpu" }] });
});

test("a custom size takes exactly the need, in MiB", () => {
  const result = chooseOffering([custom("a", 8, 8192)], { vcpu: 3, memoryGib: 1.5 }, "north", null);

  expect(result).toMatchObject({
    ok: true,
    value: { value: { custom: { vcpu: 3, memoryMib: 1536, cpuSpeedMhz: 2000 } } },
  });
  expect(result.ok ? result.value.warnings.join() : "").toContain("stopped and started");
});

test.each([
  ["processors", [fixed("a", 1, 8192)], "/hardware/vcpu", /The nearest is a with 1 vCPU and 8 GiB/],
  ["memory", [fixed("a", 4, 1024)], "/hardware/memoryGib", /The nearest is a/],
  ["both together", [fixed("a", 4, 1024), fixed("b", 1, 8192)], "/hardware", /The nearest is/],
  ["everything", [], "/hardware/vcpu", /no sizes at all/],
])("a lack of %s is said with the nearest size", (_what, offerings, pointer, remedy) => {
  const result = chooseOffering(offerings, need, "north", null);

  expect(result).toMatchObject({ ok: false, error: [{ pointer, code: "no-offering" }] });
  expect(result.ok ? "" : result.error[0]?.remedy).toMatch(remedy);
});

test("takes the administrator's image before the newest recognized one", async () => {
  const requirement = await requirementOf({});
  const catalog = openstackCatalog();
  const newer = catalog.images.map((image) => ({ ...image, id: `${image.id}-2`, createdAt: "2026-11-01T00:00:00Z" }));
  const images = [...catalog.images, ...newer];
  const { cloud } = openstackOffer();
  const mapped = { ...cloud, mapping: { ...cloud.mapping, images: { "ubuntu-24.04": "os-image-debian-12" } } };

  const automatic = chooseImage(cloud, { ...catalog, images }, requirement, null);
  const byMapping = chooseImage(mapped, { ...catalog, images }, requirement, null);

  expect(automatic).toMatchObject({ ok: true, value: { value: { id: "os-image-ubuntu-24.04-2" } } });
  expect(byMapping).toMatchObject({ ok: true, value: { value: { id: "os-image-debian-12" } } });
});

test("a mapping to an image that is gone is told to the administrator", async () => {
  const { cloud } = openstackOffer({ mapping: { images: { "ubuntu-24.04": "gone" }, volumeTypes: {} } });

  const result = chooseImage(cloud, openstackCatalog(), await requirementOf({}), null);

  expect(result).toMatchObject({ ok: false, error: [{ code: "no-image", message: expect.stringContaining("gone") }] });
});

test("Rocky Linux 9 is served by an image of any 9.x", async () => {
  const requirement = await requirementOf({ software: { os: { family: "rocky", version: "9" } } });

  const result = chooseImage(openstackOffer().cloud, openstackCatalog(), requirement, null);

  expect(result).toMatchObject({ ok: true, value: { value: { id: "os-image-rocky-9.4" } } });
});

const volume = { name: "photos", sizeGib: 7, speed: "fast" as const };
const disk = (id: string, speed: VolumeType["speed"], customSize: boolean, sizeGib: number | null): VolumeType => ({
  id,
  name: id,
  speed,
  customSize,
  sizeGib,
});

test.each([
  ["the match of the speed", [disk("slow", "standard", true, null), disk("quick", "fast", true, null)], {}, "quick", 0],
  [
    "a custom size before a fixed one",
    [disk("exact", "fast", false, 7), disk("any", "fast", true, null)],
    {},
    "any",
    0,
  ],
  ["an unknown speed with a warning", [disk("any", null, true, null)], {}, "any", 1],
  [
    "a fixed one of the right size at last",
    [disk("five", null, false, 5), disk("seven", null, false, 7)],
    {},
    "seven",
    1,
  ],
  ["the administrator's", [disk("a", "fast", true, null), disk("b", null, true, null)], { fast: "b" }, "b", 0],
])("chooses a disk offering: %s", (_what, volumeTypes, mapping, expected, warnings) => {
  const { cloud } = cloudstackOffer({ mapping: { images: {}, volumeTypes: mapping } });

  const result = chooseDiskOffering(cloud, { ...cloudstackCatalog(), volumeTypes }, volume, 0);

  expect(result.ok ? [result.value.value.id, result.value.warnings.length] : result.error).toEqual([
    expected,
    warnings,
  ]);
});

test("says which disk offering fixes the size, and finds the administrator's by name too", () => {
  const volumeTypes = [disk("seven", null, false, 7), disk("any", null, true, null)];
  const choose = (fast: string) => {
    const { cloud } = cloudstackOffer({ mapping: { images: {}, volumeTypes: { fast } } });
    return chooseDiskOffering(cloud, { ...cloudstackCatalog(), volumeTypes }, volume, 0);
  };
  const named = volumeTypes.map((type) => ({ ...type, name: `the ${type.id}` }));
  const { cloud } = cloudstackOffer({ mapping: { images: {}, volumeTypes: { fast: "the seven" } } });
  const byName = chooseDiskOffering(cloud, { ...cloudstackCatalog(), volumeTypes: named }, volume, 0);

  expect(choose("seven")).toMatchObject({ value: { value: { id: "seven", fixedSize: true } } });
  expect(choose("any")).toMatchObject({ ok: true, value: { value: expect.not.objectContaining({ fixedSize: true }) } });
  expect(byName).toMatchObject({ value: { value: { id: "seven" } } });
});

test("no disk offering of any or the right size is said with the sizes there are", () => {
  const catalog = { ...cloudstackCatalog(), volumeTypes: [disk("five", null, false, 5)] };

  const result = chooseDiskOffering(cloudstackOffer().cloud, catalog, volume, 3);

  expect(result).toMatchObject({
    ok: false,
    error: [{ pointer: "/hardware/volumes/3/sizeGib", code: "no-disk-offering" }],
  });
  expect(result.ok ? "" : result.error[0]?.remedy).toContain("5 GiB");
});

test("an OpenStack without a fast volume type gives its default, with a warning", () => {
  const catalog = { ...openstackCatalog(), volumeTypes: [disk("hdd", "standard", true, null)] };

  const fast = chooseVolumeType(openstackOffer().cloud, catalog, volume);
  const standard = chooseVolumeType(openstackOffer().cloud, catalog, { ...volume, speed: "standard" });

  expect(fast).toMatchObject({ ok: true, value: { value: null, warnings: [expect.stringContaining("photos")] } });
  expect(standard).toMatchObject({ ok: true, value: { value: "hdd", warnings: [] } });
});

test("takes the mapped network, then the only one, and says when there is none", () => {
  const catalog = {
    ...openstackCatalog(),
    externalNetworks: [
      { id: "b", name: "b" },
      { id: "a", name: "a" },
    ],
  };
  const { cloud } = openstackOffer();
  const mapped = { ...cloud, mapping: { ...cloud.mapping, externalNetworkId: "b" } };

  expect(chooseExternalNetwork(cloud, catalog, null)).toMatchObject({ value: { value: { id: "a" } } });
  expect(chooseExternalNetwork(mapped, catalog, null)).toMatchObject({ value: { value: { id: "b" } } });
  expect(chooseExternalNetwork(mapped, catalog, "a")).toMatchObject({ value: { value: { id: "a" } } });
  expect(chooseExternalNetwork(cloud, { ...catalog, externalNetworks: [] }, null)).toMatchObject({
    ok: false,
    error: [{ code: "no-external-network" }],
  });
});

test("never takes a network offering without both kinds of NAT and a firewall, or one of a VPC", () => {
  const [good] = cloudstackCatalog().networkOfferings;
  const { cloud } = cloudstackOffer();
  const networkOfferings = [
    { ...good, id: "no-static", staticNat: false },
    { ...good, id: "no-source", sourceNat: false },
    { ...good, id: "no-firewall", firewall: false },
    { ...good, id: "vpc", forVpc: true },
  ] as (typeof good)[] as NonNullable<typeof good>[];

  const refused = chooseNetworkOffering(cloud, { ...cloudstackCatalog(), networkOfferings }, null);

  expect(refused).toMatchObject({ ok: false, error: [{ code: "no-network-offering" }] });
  expect(chooseNetworkOffering(cloud, cloudstackCatalog(), null)).toMatchObject({ value: { value: { id: "n1" } } });
});

import type { CatalogWords } from "../../cloud/ports.ts";
import type { CatalogImage, Offering, OpenstackCatalog, VolumeType } from "../../contract/index.ts";
import { CinderType, ComputeVersionAnswer, DefaultTypeAnswer, Flavor, Image, Network, ZonesAnswer } from "./answers.ts";
import type { OpenstackApi } from "./openstack-api.ts";
import { unlessRefused } from "./unless-refused.ts";

const GIB = 1024 ** 3;

/** What this project may use: flavors, bootable images, volume types, external networks and availability zones. */
export async function readOpenstackCatalog(
  api: OpenstackApi,
  words: CatalogWords,
  place: { readonly cloudId: string; readonly fetchedAt: Date },
  signal?: AbortSignal,
): Promise<OpenstackCatalog> {
  const [flavors, images, types, networks, zones, defaultVolumeType, version] = await Promise.all([
    api.list("compute", "/flavors/detail?limit=500", "flavors", Flavor, signal),
    api.list("image", "/images?status=active&limit=200", "images", Image, signal),
    api.list("block storage", "/types", "volume_types", CinderType, signal),
    api.list("network", "/networks?router:external=true", "networks", Network, signal),
    unlessRefused(() => api.get("compute", "/os-availability-zone", ZonesAnswer, signal)),
    readDefaultType(api, signal),
    readComputeVersion(api, signal),
  ]);
  return {
    kind: "openstack",
    cloudId: place.cloudId,
    fetchedAt: place.fetchedAt.toISOString(),
    version,
    offerings: flavors.filter((flavor) => flavor["OS-FLV-DISABLED:disabled"] !== true).map(offeringOf),
    images: images.filter(isBootDisk).map((image) => imageOf(image, words)),
    volumeTypes: types.map((type) => volumeTypeOf(type, words)),
    externalNetworks: networks
      .filter((network) => network["router:external"] !== false)
      .map(({ id, name }) => ({ id, name })),
    availabilityZones: (zones?.availabilityZoneInfo ?? [])
      .filter((zone) => zone.zoneState?.available !== false && zone.zoneName !== "internal")
      .map((zone) => zone.zoneName),
    defaultVolumeType,
  };
}

function offeringOf({ id, name, vcpus, ram, disk }: Flavor): Offering {
  return { id, name, vcpu: vcpus, memoryMib: ram, rootDiskGib: disk, custom: null };
}

/** Kernels, ramdisks, installers and people's snapshots are images too, but no machine starts from them by choice. */
function isBootDisk(image: Image): boolean {
  const format = image.disk_format ?? "";
  if (image.status !== "active" || ["iso", "aki", "ari", "ami"].includes(format)) return false;
  return image["image_type"] !== "snapshot" && image["block_device_mapping"] === undefined;
}

function imageOf(image: Image, words: CatalogWords): CatalogImage {
  const name = image.name ?? image.id;
  const architecture = String(image["hw_architecture"] ?? image["architecture"] ?? "x86_64");
  return {
    id: image.id,
    name,
    os: ["x86_64", "amd64"].includes(architecture) ? words.recognizeOs(name, textProperties(image)) : null,
    minDiskGib: Math.max(image.min_disk ?? 0, Math.ceil((image.virtual_size ?? image.size ?? 0) / GIB)),
    minMemoryMib: image.min_ram ?? 0,
    createdAt: image.created_at ?? null,
  };
}

function textProperties(image: Image): Record<string, string> {
  const entries = Object.entries(image).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(entries);
}

function volumeTypeOf(type: CinderType, words: CatalogWords): VolumeType {
  const hints = [type.description ?? "", ...Object.values(type.extra_specs ?? {})].join(" ");
  return {
    id: type.id,
    name: type.name,
    speed: words.guessVolumeSpeed(type.name, hints),
    customSize: true,
    sizeGib: null,
  };
}

async function readDefaultType(api: OpenstackApi, signal: AbortSignal | undefined): Promise<string | null> {
  return unlessRefused(
    async () => (await api.get("block storage", "/types/default", DefaultTypeAnswer, signal)).volume_type.name,
  );
}

/** Nova's newest microversion tells the release better than anything else a tenant may read. */
async function readComputeVersion(api: OpenstackApi, signal: AbortSignal | undefined): Promise<string | null> {
  return unlessRefused(async () => {
    const base = (await api.endpoint("compute", signal)).replace(/(\/v2(\.\d+)?)\/.*$/, "$1");
    const answer = await api.get("compute", `${base}/`, ComputeVersionAnswer, signal);
    return answer.version.version ? `Nova API ${answer.version.version}` : null;
  });
}

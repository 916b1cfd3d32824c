import type { Catalog, CatalogImage, CatalogMapping } from "../../../../src/contract/index.ts";

/** `ubuntu-24.04`, as the mapping names systems. */
export function osKeyOf({ family, version }: NonNullable<CatalogImage["os"]>): string {
  return `${family}-${version}`;
}

/** What system an image counts as: what an administrator said, else what its name tells. */
export function imageSystem(
  image: CatalogImage,
  mapping: CatalogMapping,
): { readonly os: string | null; readonly byHand: boolean } {
  const said = Object.entries(mapping.images).find(([, id]) => id === image.id)?.[0];
  if (said !== undefined) return { os: said, byHand: true };
  return { os: image.os === null ? null : osKeyOf(image.os), byHand: false };
}

/** Systems that are worth a row: those that were said, and those that were recognized. */
export function knownSystems(catalog: Catalog, mapping: CatalogMapping): readonly string[] {
  const recognized = catalog.images.flatMap(({ os }) => (os === null ? [] : [osKeyOf(os)]));
  return [...new Set([...Object.keys(mapping.images), ...recognized])].sort();
}

/** The mapping with one system said anew; an empty id leaves it to the image's name again. */
export function withImage(mapping: CatalogMapping, os: string, imageId: string): CatalogMapping {
  const { [os]: _before, ...others } = mapping.images;
  return { ...mapping, images: imageId === "" ? others : { ...others, [os]: imageId } };
}

export type MappedThing = "externalNetworkId" | "networkOfferingId";

export function withThing(mapping: CatalogMapping, name: MappedThing, id: string): CatalogMapping {
  const { [name]: _before, ...others } = mapping;
  return id === "" ? others : { ...others, [name]: id };
}

/** Name servers as typed, apart by commas or spaces; none leaves them to the cloud. */
export function withNameServers(mapping: CatalogMapping, typed: string): CatalogMapping {
  const { dnsServers: _before, ...others } = mapping;
  const servers = typed.split(/[\s,]+/).filter((server) => server !== "");
  return servers.length === 0 ? others : { ...others, dnsServers: servers };
}

export function withVolumeType(mapping: CatalogMapping, speed: "standard" | "fast", id: string): CatalogMapping {
  const { [speed]: _before, ...others } = mapping.volumeTypes;
  return { ...mapping, volumeTypes: id === "" ? others : { ...others, [speed]: id } };
}

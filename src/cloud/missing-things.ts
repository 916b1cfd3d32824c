import type { Catalog, CatalogMapping, MissingThing, SitePlan } from "../contract/index.ts";

type Wanted = Pick<MissingThing, "thing" | "id" | "name">;

/** What a cloud no longer offers although an administrator mapped it or machines are planned with it, each once. */
export function missingThings(
  catalog: Catalog,
  mapping: CatalogMapping,
  planned: readonly SitePlan[],
): readonly MissingThing[] {
  const offered = offeredBy(catalog);
  const found = new Map<string, MissingThing>();
  const note = ({ thing, id, name }: Wanted, change: (before: MissingThing) => MissingThing): void => {
    if (offered[thing].has(id)) return;
    const key = `${thing} ${id}`;
    found.set(key, change(found.get(key) ?? { thing, id, name, mapped: false, machines: 0 }));
  };
  for (const one of mappedThings(mapping, catalog.kind)) note(one, (before) => ({ ...before, mapped: true }));
  for (const site of planned) {
    const once = new Map(plannedThings(site).map((one) => [`${one.thing} ${one.id}`, one]));
    for (const one of once.values()) {
      note(one, (before) => ({ ...before, name: one.name, machines: before.machines + 1 }));
    }
  }
  return [...found.values()];
}

/** Volume types go by name on OpenStack and by id elsewhere, so that both count. */
function offeredBy(catalog: Catalog): Readonly<Record<MissingThing["thing"], ReadonlySet<string>>> {
  const ids = (things: readonly { readonly id: string }[]) => new Set(things.map(({ id }) => id));
  return {
    image: ids(catalog.images),
    offering: ids(catalog.offerings),
    "volume-type": new Set(catalog.volumeTypes.flatMap(({ id, name }) => [id, name])),
    "external-network": ids(catalog.kind === "openstack" ? catalog.externalNetworks : []),
    "network-offering": ids(catalog.kind === "cloudstack" ? catalog.networkOfferings : []),
  };
}

function mappedThings(mapping: CatalogMapping, kind: Catalog["kind"]): readonly Wanted[] {
  const { externalNetworkId, networkOfferingId } = mapping;
  const wanted = (thing: Wanted["thing"], id: string): Wanted => ({ thing, id, name: id });
  return [
    ...Object.values(mapping.images).map((id) => wanted("image", id)),
    ...Object.values(mapping.volumeTypes).map((id) => wanted("volume-type", id)),
    ...(externalNetworkId !== undefined && kind === "openstack" ? [wanted("external-network", externalNetworkId)] : []),
    ...(networkOfferingId !== undefined && kind === "cloudstack"
      ? [wanted("network-offering", networkOfferingId)]
      : []),
  ];
}

function plannedThings(site: SitePlan): readonly Wanted[] {
  if (site.cloud === "openstack") {
    const types = [site.rootVolumeType, ...site.volumes.map(({ volumeType }) => volumeType)];
    return [
      { thing: "image", ...site.image },
      { thing: "offering", ...site.flavor },
      ...types.flatMap((id): Wanted[] => (id === null ? [] : [{ thing: "volume-type", id, name: id }])),
      ...(site.externalNetwork === null ? [] : [{ thing: "external-network" as const, ...site.externalNetwork }]),
    ];
  }
  const { template, serviceOffering, volumes, network } = site;
  return [
    { thing: "image", ...template },
    { thing: "offering", id: serviceOffering.id, name: serviceOffering.name },
    ...volumes.map(({ diskOffering: { id, name } }): Wanted => ({ thing: "volume-type", id, name })),
    ...(network.kind === "own" ? [{ thing: "network-offering" as const, ...network.networkOffering }] : []),
  ];
}

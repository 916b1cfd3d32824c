import type { Cloud, CloudstackCatalog, Issue, NamedId, NetworkOffering, OpenstackCatalog } from "../contract/index.ts";
import { refused } from "../kernel/result.ts";
import { byMeasures, type ChoiceResult, choice } from "./choice.ts";

/** The external network public addresses and the way out come from. `keepId` stays: another one would change the address. */
export function chooseExternalNetwork(
  cloud: Cloud,
  catalog: OpenstackCatalog,
  keepId: string | null,
): ChoiceResult<NamedId> {
  const find = (id: string | null | undefined) => catalog.externalNetworks.find((network) => network.id === id);
  const kept = find(keepId);
  if (kept !== undefined)
    return choice(
      kept,
      `The network “${kept.name}” is kept for public addresses: another one would change the address.`,
    );
  const mappedId = cloud.mapping.externalNetworkId;
  const mapped = find(mappedId);
  if (mapped !== undefined) return choice(mapped, `${mapped.name} is set by the administrator.`);
  const first = catalog.externalNetworks.toSorted(
    byMeasures(
      (n) => n.name,
      (n) => n.id,
    ),
  )[0];
  if (first === undefined || mappedId !== undefined) {
    return refused([
      issue(
        "no-external-network",
        mappedId === undefined
          ? `Cloud “${cloud.name}” has no external network, so a machine there could neither be reached nor reach anything.`
          : `Cloud “${cloud.name}” maps its external network to ${mappedId}, which it does not have.`,
        "Have its administrator share an external network or correct the cloud's mapping.",
      ),
    ]);
  }
  const only = catalog.externalNetworks.length === 1;
  return choice(
    first,
    `The network “${first.name}” gives public addresses; it is ${only ? "the only one" : "the first by name"} that leads outside.`,
  );
}

/** An offering for isolated networks with source NAT, static NAT and firewall; the way in and out depend on all three. */
export function chooseNetworkOffering(
  cloud: Cloud,
  catalog: CloudstackCatalog,
  keepId: string | null,
): ChoiceResult<NetworkOffering> {
  const find = (id: string | null | undefined) => catalog.networkOfferings.find((offering) => offering.id === id);
  const kept = find(keepId);
  if (kept !== undefined) return choice(kept, `${kept.name} is kept: another one would restart the network.`);
  const mappedId = cloud.mapping.networkOfferingId;
  const mapped = find(mappedId);
  if (mapped !== undefined) return choice(mapped, `${mapped.name} is set by the administrator.`);
  const usable = catalog.networkOfferings
    .filter((offering) => offering.sourceNat && offering.staticNat && offering.firewall && !offering.forVpc)
    .toSorted(
      byMeasures(
        (o) => (o.isDefault ? 0 : 1),
        (o) => (o.egressDefaultAllow ? 0 : 1),
        (o) => o.name,
        (o) => o.id,
      ),
    );
  const best = usable[0];
  if (best === undefined || mappedId !== undefined) {
    return refused([
      issue(
        "no-network-offering",
        mappedId === undefined
          ? `Cloud “${cloud.name}” has no network offering with source NAT, static NAT and firewall.`
          : `Cloud “${cloud.name}” maps its network offering to ${mappedId}, which it does not have.`,
        "Have its administrator enable such an offering for isolated networks or correct the cloud's mapping.",
      ),
    ]);
  }
  return choice(best, `${best.name} brings address translation and a firewall.`);
}

function issue(code: string, message: string, remedy: string): Issue {
  return { pointer: "/network", code, message, remedy };
}

import type { CapacityKind, CloudShortage, Requirement } from "../contract/index.ts";
import type { CloudOffer } from "./cloud-offer.ts";

/**
 * What the whole machine lacks on a cloud; null when it fits or the cloud does not tell. A pilot light counts whole as well:
 * a standby without room for its machine is none.
 */
export function shortageOn({ capacity = [] }: CloudOffer, requirement: Requirement): readonly CloudShortage[] | null {
  const need = needOf(requirement);
  const short = capacity.flatMap(({ kind, scope, used, limit }) => {
    const needed = need[kind] ?? 0;
    const lacks = needed > 0 && used !== null && limit !== null && used + needed > limit;
    return lacks ? [{ kind, scope, used, limit, needed }] : [];
  });
  return short.length === 0 ? null : short;
}

/** How much of a cloud is used, in tenths, by what is scarcest there; 0 where it does not tell. */
export function loadOf({ capacity = [] }: CloudOffer): number {
  const shares = capacity.flatMap(({ kind, used, limit }) =>
    kind !== "images" && used !== null && limit !== null && limit > 0 ? [used / limit] : [],
  );
  return Math.floor(Math.max(0, ...shares) * 10);
}

function needOf({ hardware, network }: Requirement): Readonly<Partial<Record<CapacityKind, number>>> {
  return {
    instances: 1,
    vcpus: hardware.vcpu,
    "memory-mib": hardware.memoryGib * 1024,
    volumes: 1 + hardware.volumes.length,
    "disk-gib": hardware.rootDiskGib + hardware.volumes.reduce((sum, { sizeGib }) => sum + sizeGib, 0),
    "public-addresses": network.publicAddress ? 1 : 0,
    networks: network.privateNetwork.kind === "own" ? 1 : 0,
  };
}

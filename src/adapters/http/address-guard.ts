import type { LookupAddress } from "node:dns";
import { lookup as resolve } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { makeAddressJudge } from "./address-judge.ts";

export interface AddressGuard {
  /** Addresses of the host that may be connected to; throws with the reason when one of them may not. */
  addressesOf(host: string): Promise<readonly LookupAddress[]>;
}

/**
 * Keeps what users name as an address out of the operator's networks: every address a name resolves to must be a public
 * unicast one, IPv4 inside IPv6 included, or lie in a network that the operator allowed.
 *
 * @param allowed networks in CIDR form, such as `10.1.0.0/16`
 */
export function makeAddressGuard(
  allowed: readonly string[],
  lookup: (host: string) => Promise<readonly LookupAddress[]> = (host) => resolve(host, { all: true }),
): AddressGuard {
  const { isAllowed } = makeAddressJudge(allowed);

  return {
    async addressesOf(host) {
      const bare = host.replace(/^\[(.*)\]$/, "$1");
      const found = ipaddr.isValid(bare)
        ? [{ address: bare, family: ipaddr.parse(bare).kind() === "ipv6" ? 6 : 4 }]
        : await lookup(bare);
      if (found.length === 0) throw new RangeError(`${bare} has no address.`);
      // One inner address among public ones is how a name is aimed at the inside.
      const inner = found.find(({ address }) => !isAllowed(address));
      if (inner !== undefined)
        throw new RangeError(`${bare} is not a public address; the service sends only to public ones.`);
      return found;
    },
  };
}

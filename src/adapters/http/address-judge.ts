import ipaddr from "ipaddr.js";

export interface AddressJudge {
  /** A public unicast address, or one in a network that the operator named. */
  isAllowed(address: string): boolean;
  /** In a network that the operator named. */
  isNamed(address: string): boolean;
}

/**
 * Judges addresses that users or their clouds name: loopback, link-local (with the clouds' metadata), private and all
 * other special ones are the operator's own business, unless they lie in a network that the operator allowed. IPv4
 * inside IPv6 is judged as IPv4. What is not an address is not allowed.
 *
 * @param allowed networks in CIDR form, such as `10.1.0.0/16`
 */
export function makeAddressJudge(allowed: readonly string[]): AddressJudge {
  const networks = allowed.map((text) => ipaddr.parseCIDR(text));

  function isNamed(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    const address = plain(ipaddr.parse(text));
    return networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
  }

  return {
    isNamed,
    isAllowed: (text) => isNamed(text) || (ipaddr.isValid(text) && plain(ipaddr.parse(text)).range() === "unicast"),
  };
}

/** Forms of IPv6 that carry an IPv4 address are judged by that one. */
function plain(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address.kind() !== "ipv6") return address;
  const v6 = address as ipaddr.IPv6;
  return v6.isIPv4MappedAddress() ? v6.toIPv4Address() : v6;
}

import { randomBytes } from "node:crypto";
import { type Fields, isFields } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { contains, formatIpv4, parseCidr, parseIpv4 } from "./ipv4.ts";
import type { FixedIp, Network, Subnet } from "./network-state.ts";
import { neutronRefusal } from "./refusals.ts";

/** Takes the addresses a port or gateway asks for, or the first free one of the network. */
export function allocateAddresses(
  world: World,
  network: Network,
  wanted: unknown,
  keep: readonly FixedIp[] = [],
): FixedIp[] {
  if (Array.isArray(wanted)) return wanted.filter(isFields).map((one) => allocateOne(world, network, one, keep));
  const first = subnetsOf(world, network)[0];
  return first === undefined ? [] : [allocateOne(world, network, { subnet_id: first.id }, keep)];
}

export function subnetsOf(world: World, network: Network): Subnet[] {
  return network.subnets.flatMap((id) => world.state.network.subnets[id] ?? []);
}

/** A MAC of OpenStack's own prefix. */
export function newMac(): string {
  const [a = 0, b = 0, c = 0] = randomBytes(3);
  return ["fa", "16", "3e", ...[a, b, c].map((octet) => octet.toString(16).padStart(2, "0"))].join(":");
}

function allocateOne(world: World, network: Network, wanted: Fields, keep: readonly FixedIp[]): FixedIp {
  const address = typeof wanted["ip_address"] === "string" ? wanted["ip_address"] : undefined;
  const subnet = chooseSubnet(world, network, wanted["subnet_id"], address);
  const mine = keep.find((one) => one.subnet_id === subnet.id && (address === undefined || one.ip_address === address));
  if (mine !== undefined) return mine;
  const used = usedAddresses(world, subnet);
  if (address === undefined) return { subnet_id: subnet.id, ip_address: firstFree(subnet, used, network) };
  if (used.has(address)) {
    const text = `IP address ${address} already allocated in subnet ${subnet.id}`;
    throw neutronRefusal(409, "IpAddressAlreadyAllocated", text);
  }
  return { subnet_id: subnet.id, ip_address: address };
}

function chooseSubnet(world: World, network: Network, subnetId: unknown, address: string | undefined): Subnet {
  const subnets = subnetsOf(world, network);
  if (typeof subnetId === "string") {
    const subnet = subnets.find((one) => one.id === subnetId);
    if (subnet === undefined) {
      if (world.state.network.subnets[subnetId] === undefined) {
        throw neutronRefusal(404, "SubnetNotFound", `Subnet ${subnetId} could not be found.`);
      }
      const text = `Failed to create port on network ${network.id}, because fixed_ips included invalid subnet ${subnetId}.`;
      throw neutronRefusal(400, "InvalidInput", `Invalid input for operation: ${text}`);
    }
    if (address !== undefined && !holds(subnet, address)) {
      throw neutronRefusal(
        400,
        "InvalidIpForSubnet",
        `IP address ${address} is not a valid IP for the specified subnet.`,
      );
    }
    return subnet;
  }
  const subnet = subnets.find((one) => address === undefined || holds(one, address));
  if (subnet === undefined) {
    const text = `IP address ${address} is not a valid IP for any of the subnets on the specified network.`;
    throw neutronRefusal(400, "InvalidIpForNetwork", text);
  }
  return subnet;
}

function holds(subnet: Subnet, address: string): boolean {
  const net = parseCidr(subnet.cidr);
  const number = parseIpv4(address);
  return net !== undefined && number !== undefined && contains(net, number);
}

function usedAddresses(world: World, subnet: Subnet): Set<string> {
  const ports = Object.values(world.state.network.ports);
  return new Set(
    ports.flatMap((port) => port.fixed_ips.filter((one) => one.subnet_id === subnet.id).map((one) => one.ip_address)),
  );
}

function firstFree(subnet: Subnet, used: ReadonlySet<string>, network: Network): string {
  for (const pool of subnet.allocation_pools) {
    const end = parseIpv4(pool.end) ?? 0;
    for (let address = parseIpv4(pool.start) ?? 0; address <= end; address++) {
      const text = formatIpv4(address);
      if (!used.has(text)) return text;
    }
  }
  const type = "IpAddressGenerationFailure";
  throw neutronRefusal(409, type, `No more IP addresses available on network ${network.id}.`);
}

import { invalidParameter } from "./api-error.ts";
import { isAddress, rangeOf, toAddress, toNumber } from "./ipv4.ts";
import type { IpAddress, Network, Owned } from "./model.ts";
import { timestamp } from "./timestamp.ts";
import type { World } from "./world.ts";

const VLANS = { first: 100, count: 300 };

/** The share of a first deployment during which the router boots and refuses rules. */
const ROUTER_BOOT = { from: 0.3, until: 0.8 };

function hasService(world: World, network: Network, service: string): boolean {
  return world.tables.networkOfferings.must(network.networkOfferingId).services.includes(service);
}

/** The network's source NAT address, if it has one. */
function sourceNatOf(world: World, networkId: string): IpAddress | undefined {
  return world.tables.ipAddresses.first((ip) => ip.networkId === networkId && ip.isSourceNat);
}

/**
 * Gives a public address to a network. The first one of an isolated network becomes its source NAT (trap C5), whoever
 * asked for it.
 */
export function acquireAddress(world: World, owner: Owned, network: Network | undefined, wanted?: string): IpAddress {
  const { ipAddresses } = world.tables;
  const ip = ipAddresses.first((row) => row.state === "Free" && (wanted === undefined || row.address === wanted));
  if (!ip) throw invalidParameter("Unable to allocate a public IP address: none is free in the zone");
  const isSourceNat =
    network !== undefined && hasService(world, network, "SourceNat") && sourceNatOf(world, network.id) === undefined;
  delete ip.projectId;
  Object.assign(ip, { ...owner, state: "Allocated", allocated: timestamp(), isSourceNat });
  if (network) ip.networkId = network.id;
  return ip;
}

/** Gives an address back, with every rule on it. */
export function releaseAddress(world: World, ip: IpAddress): void {
  const { firewallRules, portForwardingRules, loadBalancerRules } = world.tables;
  for (const table of [firewallRules, portForwardingRules, loadBalancerRules]) {
    for (const rule of table.all()) if (rule.ipAddressId === ip.id) table.delete(rule.id);
  }
  for (const tag of world.tables.tags.where((row) => row.subjectId === ip.id)) world.tables.tags.delete(tag.id);
  delete ip.networkId;
  delete ip.staticNat;
  delete ip.projectId;
  Object.assign(ip, { state: "Free", isSourceNat: false });
}

/** The first machine is about to start: the network gets its VLAN and a router, which takes a while to boot. */
export function beginImplementing(world: World, network: Network, now: number, duration: number): void {
  if (network.state !== "Allocated" && network.state !== "Shutdown") return;
  network.state = "Implementing";
  network.vlan ??= VLANS.first + (world.nextSerial("vlan") % VLANS.count);
  network.routerStarting = { from: now + duration * ROUTER_BOOT.from, until: now + duration * ROUTER_BOOT.until };
}

/** The router is up; without an address of its own it takes one as source NAT. */
export function endImplementing(world: World, network: Network): void {
  network.state = "Implemented";
  delete network.routerStarting;
  if (hasService(world, network, "SourceNat") && sourceNatOf(world, network.id) === undefined) {
    acquireAddress(world, ownerOf(network), network);
  }
}

/** True while rule jobs fail because the router is Starting. */
export function isRouterStarting({ routerStarting }: Network, now: number): boolean {
  return routerStarting !== undefined && now >= routerStarting.from && now < routerStarting.until;
}

/** A guest address: the wanted one if it is free, else the next free one. */
export function guestAddress(world: World, network: Network, wanted: string | undefined): string {
  const taken = takenAddresses(world, network);
  const { first, last } = rangeOf(network.cidr);
  if (wanted !== undefined && wanted !== "") {
    const isInside = isAddress(wanted) && toNumber(wanted) > first && toNumber(wanted) < last;
    if (!isInside || taken.has(wanted)) {
      throw invalidParameter(`The IP address ${wanted} is not available in network ${network.name}`);
    }
    return wanted;
  }
  const size = last - first - 1;
  const start = (world.nextSerial(`guest:${network.id}`) * 37) % size;
  for (let step = 0; step < size; step++) {
    const candidate = toAddress(first + 1 + ((start + step) % size));
    if (!taken.has(candidate)) return candidate;
  }
  throw invalidParameter(`Network ${network.name} has no free addresses`);
}

/** The owner columns of a row, to give to what is made for it. */
export function ownerOf({ accountId, projectId }: Owned): Owned {
  return projectId === undefined ? { accountId } : { accountId, projectId };
}

function takenAddresses(world: World, network: Network): Set<string> {
  const nics = world.tables.virtualMachines
    .all()
    .flatMap((machine) => machine.nics)
    .filter((nic) => nic.networkId === network.id);
  const secondary = nics.flatMap((nic) => nic.secondary.map(({ address }) => address));
  return new Set([network.gateway, ...nics.map((nic) => nic.address), ...secondary]);
}

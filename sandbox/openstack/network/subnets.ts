import type { FastifyInstance } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { type Fields, isFields, param, textList } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { subnetsOf } from "./addresses.ts";
import { contains, formatCidr, formatIpv4, type Ipv4Net, lastAddress, overlaps, parseCidr, parseIpv4 } from "./ipv4.ts";
import { listing } from "./listing.ts";
import type { AddressPool, Subnet } from "./network-state.ts";
import { seenNetwork } from "./networks.ts";
import { applyPlain, checkQuota, newObject, owns, readObject, touch } from "./objects.ts";
import { invalidInput, neutronRefusal } from "./refusals.ts";

const KNOWN = new Set([
  "name",
  "description",
  "network_id",
  "ip_version",
  "cidr",
  "gateway_ip",
  "enable_dhcp",
  "dns_nameservers",
  "host_routes",
  "allocation_pools",
  "tenant_id",
  "project_id",
  "service_types",
  "ipv6_ra_mode",
  "ipv6_address_mode",
  "subnetpool_id",
  "prefixlen",
  "segment_id",
  "dns_publish_fixed_ip",
]);

export function addSubnetRoutes(service: FastifyInstance, world: World): void {
  const { subnets } = world.state.network;
  service.get("/v2.0/subnets", async (request) => {
    const caller = callerOf(request);
    return listing(
      request,
      "subnets",
      Object.values(subnets).filter((one) => seesSubnet(world, caller, one)),
    );
  });
  service.post("/v2.0/subnets", async (request, reply) => {
    const caller = callerOf(request);
    const wanted = readObject(request, "subnet", KNOWN);
    const network = seenNetwork(world, caller, String(wanted["network_id"] ?? ""));
    const common = { ...newObject(world, caller, wanted), revision_number: 0 };
    checkQuota(world, common.tenant_id, "subnet", subnets);
    const net = checkedCidr(wanted);
    const taken = subnetsOf(world, network).some((one) => overlaps(parseCidr(one.cidr) ?? net, net));
    if (taken) {
      throw invalidInput(
        `Requested subnet with cidr: ${formatCidr(net)} for network: ${network.id} overlaps with another subnet.`,
      );
    }
    const gateway = gatewayOf(wanted, net);
    const subnet: Subnet = {
      ...common,
      network_id: network.id,
      ip_version: 4,
      subnetpool_id: null,
      enable_dhcp: wanted["enable_dhcp"] !== false,
      ipv6_ra_mode: null,
      ipv6_address_mode: null,
      gateway_ip: gateway,
      cidr: formatCidr(net),
      allocation_pools: poolsOf(wanted, net, gateway),
      host_routes: Array.isArray(wanted["host_routes"]) ? wanted["host_routes"] : [],
      dns_nameservers: textList(wanted["dns_nameservers"]),
      service_types: textList(wanted["service_types"]),
    };
    subnets[subnet.id] = subnet;
    network.subnets.push(subnet.id);
    world.changed();
    return reply.code(201).send({ subnet });
  });
  service.get("/v2.0/subnets/:id", async (request) => ({
    subnet: seenSubnet(world, callerOf(request), param(request, "id")),
  }));
  service.put("/v2.0/subnets/:id", async (request) => {
    const subnet = seenSubnet(world, callerOf(request), param(request, "id"));
    const wanted = readObject(request, "subnet", KNOWN);
    applyPlain(subnet, wanted, [
      "name",
      "description",
      "enable_dhcp",
      "dns_nameservers",
      "host_routes",
      "allocation_pools",
      "service_types",
    ]);
    if (wanted["gateway_ip"] !== undefined)
      subnet.gateway_ip = wanted["gateway_ip"] === null ? null : String(wanted["gateway_ip"]);
    touch(world, subnet);
    return { subnet };
  });
  service.delete("/v2.0/subnets/:id", async (request, reply) => {
    const subnet = seenSubnet(world, callerOf(request), param(request, "id"));
    const ports = Object.values(world.state.network.ports);
    if (ports.some((port) => port.fixed_ips.some((one) => one.subnet_id === subnet.id))) {
      const text = `Unable to complete operation on subnet ${subnet.id}: One or more ports have an IP allocation from this subnet.`;
      throw neutronRefusal(409, "SubnetInUse", text);
    }
    const network = world.state.network.networks[subnet.network_id];
    if (network !== undefined) network.subnets = network.subnets.filter((id) => id !== subnet.id);
    delete subnets[subnet.id];
    world.changed();
    return reply.code(204).send();
  });
}

/** Own subnets and those of shared networks; a tenant does not see the subnets of an external network. */
function seesSubnet(world: World, caller: Caller, subnet: Subnet): boolean {
  return owns(caller, subnet) || world.state.network.networks[subnet.network_id]?.shared === true;
}

/** A subnet the caller may look at. */
export function seenSubnet(world: World, caller: Caller, id: string): Subnet {
  const subnet = world.state.network.subnets[id];
  if (subnet === undefined || !seesSubnet(world, caller, subnet)) {
    throw neutronRefusal(404, "SubnetNotFound", `Subnet ${id} could not be found.`);
  }
  return subnet;
}

function checkedCidr(wanted: Fields): Ipv4Net {
  if (wanted["ip_version"] !== undefined && wanted["ip_version"] !== 4) {
    throw invalidInput("this sandbox has IPv4 subnets only.");
  }
  const text = String(wanted["cidr"] ?? "");
  const net = parseCidr(text);
  if (net === undefined) throw invalidInput(`${text} is not in a CIDR format.`);
  return net;
}

function gatewayOf(wanted: Fields, net: Ipv4Net): string | null {
  if (wanted["gateway_ip"] === null) return null;
  if (wanted["gateway_ip"] === undefined) return formatIpv4(net.base + 1);
  const text = String(wanted["gateway_ip"]);
  // Neutron takes a gateway outside the subnet too.
  if (parseIpv4(text) === undefined) throw invalidInput(`'${text}' is not a valid IP address.`);
  return text;
}

function poolsOf(wanted: Fields, net: Ipv4Net, gateway: string | null): AddressPool[] {
  if (Array.isArray(wanted["allocation_pools"])) {
    return wanted["allocation_pools"].filter(isFields).map((pool) => checkedPool(pool, net));
  }
  const first = net.base + 1;
  const last = lastAddress(net) - 1;
  const hole = gateway === null ? undefined : parseIpv4(gateway);
  if (hole === undefined || hole < first || hole > last) return [pool(first, last)];
  const parts = [pool(first, hole - 1), pool(hole + 1, last)];
  return parts.filter((part) => (parseIpv4(part.start) ?? 0) <= (parseIpv4(part.end) ?? -1));
}

function checkedPool(wanted: Fields, net: Ipv4Net): AddressPool {
  const start = parseIpv4(String(wanted["start"]));
  const end = parseIpv4(String(wanted["end"]));
  if (start === undefined || end === undefined || start > end) {
    const text = `The allocation pool ${String(wanted["start"])}-${String(wanted["end"])} is not valid.`;
    throw neutronRefusal(400, "InvalidAllocationPool", text);
  }
  if (!contains(net, start) || !contains(net, end)) {
    const text = `The allocation pool ${formatIpv4(start)}-${formatIpv4(end)} spans beyond the subnet cidr ${formatCidr(net)}.`;
    throw neutronRefusal(400, "OutOfBoundsAllocationPool", text);
  }
  return pool(start, end);
}

function pool(start: number, end: number): AddressPool {
  return { start: formatIpv4(start), end: formatIpv4(end) };
}

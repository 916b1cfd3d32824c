import type { FastifyInstance } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { param } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { listing } from "./listing.ts";
import type { Network } from "./network-state.ts";
import { applyPlain, checkQuota, newObject, owns, readObject, touch } from "./objects.ts";
import { neutronRefusal, policyRefusal } from "./refusals.ts";

const KNOWN = new Set([
  "name",
  "description",
  "admin_state_up",
  "shared",
  "mtu",
  "router:external",
  "port_security_enabled",
  "qos_policy_id",
  "dns_domain",
  "availability_zone_hints",
  "tenant_id",
  "project_id",
  "is_default",
  "segments",
  "provider:network_type",
  "provider:physical_network",
  "provider:segmentation_id",
]);

/** An overlay network's MTU in the test bed: 1500 less the VXLAN header. */
const TENANT_MTU = 1450;

export function addNetworkRoutes(service: FastifyInstance, world: World): void {
  const { networks } = world.state.network;
  service.get("/v2.0/networks", async (request) => {
    const caller = callerOf(request);
    return listing(
      request,
      "networks",
      Object.values(networks)
        .filter((one) => seesNetwork(caller, one))
        .map(networkView),
    );
  });
  service.post("/v2.0/networks", async (request, reply) => {
    const caller = callerOf(request);
    const wanted = readObject(request, "network", KNOWN);
    if (!caller.isAdmin && wanted["shared"] === true)
      throw policyRefusal("create_network and rule:create_network:shared");
    if (!caller.isAdmin && wanted["router:external"] === true) {
      throw policyRefusal("create_network and rule:create_network:router:external");
    }
    const common = newObject(world, caller, wanted);
    checkQuota(world, common.tenant_id, "network", networks);
    const network: Network = {
      ...common,
      admin_state_up: wanted["admin_state_up"] !== false,
      mtu: typeof wanted["mtu"] === "number" ? wanted["mtu"] : TENANT_MTU,
      status: "ACTIVE",
      subnets: [],
      shared: wanted["shared"] === true,
      availability_zone_hints: [],
      availability_zones: [],
      ipv4_address_scope: null,
      ipv6_address_scope: null,
      "router:external": wanted["router:external"] === true,
      is_default: false,
      port_security_enabled: wanted["port_security_enabled"] !== false,
      qos_policy_id: null,
      dns_domain: String(wanted["dns_domain"] ?? ""),
      l2_adjacency: true,
    };
    networks[network.id] = network;
    world.changed();
    return reply.code(201).send({ network });
  });
  service.get("/v2.0/networks/:id", async (request) => ({
    network: networkView(seenNetwork(world, callerOf(request), param(request, "id"))),
  }));
  service.put("/v2.0/networks/:id", async (request) => {
    const network = ownNetwork(world, callerOf(request), param(request, "id"));
    const wanted = readObject(request, "network", KNOWN);
    applyPlain(network, wanted, [
      "name",
      "description",
      "admin_state_up",
      "mtu",
      "port_security_enabled",
      "dns_domain",
      "shared",
    ]);
    touch(world, network);
    return { network: networkView(network) };
  });
  service.delete("/v2.0/networks/:id", async (request, reply) => {
    const network = ownNetwork(world, callerOf(request), param(request, "id"));
    const ports = Object.values(world.state.network.ports).filter((port) => port.network_id === network.id);
    if (ports.length > 0) {
      const used = ports.map((port) => port.id).join(",");
      const text = `There are one or more ports still in use on the network, id for these ports is: ${used}.`;
      throw neutronRefusal(409, "NetworkInUse", `Unable to complete operation on network ${network.id}. ${text}`);
    }
    for (const id of network.subnets) delete world.state.network.subnets[id];
    delete networks[network.id];
    world.changed();
    return reply.code(204).send();
  });
}

/** Only an external network shows whether it is the default one, except in the answer to its creation. */
function networkView(network: Network): Omit<Network, "is_default"> {
  if (network["router:external"]) return network;
  const { is_default: _unsaid, ...shown } = network;
  return shown;
}

/** Own, shared and external networks are visible. */
function seesNetwork(caller: Caller, network: Network): boolean {
  return owns(caller, network) || network.shared || network["router:external"];
}

/** A network the caller may look at and put ports on. */
export function seenNetwork(world: World, caller: Caller, id: string): Network {
  const network = world.state.network.networks[id];
  if (network === undefined || !seesNetwork(caller, network)) {
    throw neutronRefusal(404, "NetworkNotFound", `Network ${id} could not be found.`);
  }
  return network;
}

function ownNetwork(world: World, caller: Caller, id: string): Network {
  const network = seenNetwork(world, caller, id);
  if (!owns(caller, network)) throw policyRefusal("update_network");
  return network;
}

import type { FastifyInstance } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { type Fields, isFields, param } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { allocateAddresses, newMac } from "./addresses.ts";
import { listing } from "./listing.ts";
import type { FixedIp, GatewayInfo, Network, Port, Router } from "./network-state.ts";
import { seenNetwork } from "./networks.ts";
import { applyPlain, checkQuota, newObject, owns, readObject, touch } from "./objects.ts";
import { neutronRefusal, policyRefusal } from "./refusals.ts";

const KNOWN = new Set([
  "name",
  "description",
  "admin_state_up",
  "external_gateway_info",
  "routes",
  "availability_zone_hints",
  "distributed",
  "ha",
  "flavor_id",
  "tenant_id",
  "project_id",
]);

export function addRouterRoutes(service: FastifyInstance, world: World): void {
  const { routers } = world.state.network;
  service.get("/v2.0/routers", async (request) => {
    const caller = callerOf(request);
    return listing(
      request,
      "routers",
      Object.values(routers).filter((one) => owns(caller, one)),
    );
  });
  service.post("/v2.0/routers", async (request, reply) => {
    const caller = callerOf(request);
    const wanted = readObject(request, "router", KNOWN);
    const common = newObject(world, caller, wanted);
    checkQuota(world, common.tenant_id, "router", routers);
    const router: Router = {
      ...common,
      admin_state_up: wanted["admin_state_up"] !== false,
      status: "ACTIVE",
      external_gateway_info: null,
      availability_zones: [],
      availability_zone_hints: [],
      routes: [],
      flavor_id: null,
    };
    setGateway(world, caller, router, wanted["external_gateway_info"]);
    routers[router.id] = router;
    world.changed();
    return reply.code(201).send({ router });
  });
  service.get("/v2.0/routers/:id", async (request) => ({
    router: seenRouter(world, callerOf(request), param(request, "id")),
  }));
  service.put("/v2.0/routers/:id", async (request) => {
    const caller = callerOf(request);
    const router = seenRouter(world, caller, param(request, "id"));
    const wanted = readObject(request, "router", KNOWN);
    applyPlain(router, wanted, ["name", "description", "admin_state_up", "routes"]);
    if (wanted["external_gateway_info"] !== undefined)
      setGateway(world, caller, router, wanted["external_gateway_info"]);
    touch(world, router);
    return { router };
  });
  service.delete("/v2.0/routers/:id", async (request, reply) => {
    const router = seenRouter(world, callerOf(request), param(request, "id"));
    const inside = interfacesOf(world, router);
    if (inside.length > 0) {
      const used = inside.map((port) => port.id).join(",");
      throw neutronRefusal(409, "RouterInUse", `Router ${router.id} has ports still attached: ${used}`);
    }
    removeGatewayPort(world, router);
    delete routers[router.id];
    world.changed();
    return reply.code(204).send();
  });
}

/** A router the caller may use. */
export function seenRouter(world: World, caller: Caller, id: string): Router {
  const router = world.state.network.routers[id];
  if (router === undefined || !owns(caller, router)) {
    throw neutronRefusal(404, "RouterNotFound", `Router ${id} could not be found`);
  }
  return router;
}

/** The ports a router has on inner networks. */
export function interfacesOf(world: World, router: Router): Port[] {
  const ports = Object.values(world.state.network.ports);
  return ports.filter((port) => port.device_id === router.id && port.device_owner === "network:router_interface");
}

/** A port of the cloud's own (no tenant), holding an address of an external network. */
export function makeSystemPort(
  world: World,
  network: Network,
  device: { id: string; owner: string },
  fixed_ips: readonly FixedIp[],
): Port {
  const port = systemPort(world, network, device, fixed_ips);
  world.state.network.ports[port.id] = port;
  return port;
}

function systemPort(
  world: World,
  network: Network,
  device: { id: string; owner: string },
  fixed_ips: readonly FixedIp[],
): Port {
  const nobody = { userId: "", projectId: "", userName: "", projectName: "", roleNames: [], isAdmin: false };
  return {
    ...newObject(world, nobody, {}),
    network_id: network.id,
    mac_address: newMac(),
    admin_state_up: true,
    status: "ACTIVE",
    device_id: device.id,
    device_owner: device.owner,
    fixed_ips,
    allowed_address_pairs: [],
    extra_dhcp_opts: [],
    security_groups: [],
    "binding:vnic_type": "normal",
    port_security_enabled: false,
    qos_policy_id: null,
    qos_network_policy_id: null,
    dns_name: "",
    ip_allocation: "immediate",
  };
}

function setGateway(world: World, caller: Caller, router: Router, wanted: unknown): void {
  if (wanted === undefined) return;
  if (!isFields(wanted) || wanted["network_id"] === undefined) {
    refuseWhileFloating(world, router);
    removeGatewayPort(world, router);
    router.external_gateway_info = null;
    return;
  }
  if (!caller.isAdmin && wanted["enable_snat"] !== undefined) {
    throw policyRefusal("create_router and rule:create_router:external_gateway_info:enable_snat");
  }
  const network = seenNetwork(world, caller, String(wanted["network_id"]));
  if (!network["router:external"]) {
    const text = `Bad router request: Network ${network.id} is not an external network.`;
    throw neutronRefusal(400, "BadRequest", text);
  }
  router.external_gateway_info = gatewayOn(world, router, network, wanted);
}

function gatewayOn(world: World, router: Router, network: Network, wanted: Fields): GatewayInfo {
  const before = router.external_gateway_info;
  const enable_snat = wanted["enable_snat"] !== false;
  if (before?.network_id === network.id && wanted["external_fixed_ips"] === undefined)
    return { ...before, enable_snat };
  removeGatewayPort(world, router);
  const external_fixed_ips = allocateAddresses(world, network, wanted["external_fixed_ips"]);
  makeSystemPort(world, network, { id: router.id, owner: "network:router_gateway" }, external_fixed_ips);
  return { network_id: network.id, external_fixed_ips, enable_snat };
}

function refuseWhileFloating(world: World, router: Router): void {
  const used = Object.values(world.state.network.floatingIps).some((one) => one.router_id === router.id);
  if (!used) return;
  const text = `Gateway cannot be updated for router ${router.id}, since a gateway to external network ${router.external_gateway_info?.network_id} is required by one or more floating IPs.`;
  throw neutronRefusal(409, "RouterExternalGatewayInUseByFloatingIp", text);
}

function removeGatewayPort(world: World, router: Router): void {
  for (const port of Object.values(world.state.network.ports)) {
    if (port.device_id === router.id && port.device_owner === "network:router_gateway")
      delete world.state.network.ports[port.id];
  }
}

import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { type Fields, param } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { allocateAddresses } from "./addresses.ts";
import { listing } from "./listing.ts";
import type { FloatingIp, Port, Router } from "./network-state.ts";
import { seenNetwork } from "./networks.ts";
import { applyPlain, checkQuota, newObject, owns, readObject, touch } from "./objects.ts";
import { seenPort } from "./ports.ts";
import { neutronRefusal } from "./refusals.ts";
import { interfacesOf, makeSystemPort } from "./routers.ts";

const KNOWN = new Set([
  "floating_network_id",
  "port_id",
  "fixed_ip_address",
  "floating_ip_address",
  "subnet_id",
  "description",
  "tenant_id",
  "project_id",
  "dns_name",
  "dns_domain",
  "qos_policy_id",
]);

export function addFloatingIpRoutes(service: FastifyInstance, world: World): void {
  const { floatingIps } = world.state.network;
  service.get("/v2.0/floatingips", async (request) => {
    const caller = callerOf(request);
    const seen = Object.values(floatingIps).filter((one) => owns(caller, one));
    return listing(
      request,
      "floatingips",
      seen.map((one) => floatingIpView(world, one)),
    );
  });
  service.post("/v2.0/floatingips", async (request, reply) => {
    const floating = create(world, callerOf(request), readObject(request, "floatingip", KNOWN));
    return reply.code(201).send({ floatingip: floatingIpView(world, floating) });
  });
  service.get("/v2.0/floatingips/:id", async (request) => ({
    floatingip: floatingIpView(world, seen(world, request)),
  }));
  service.put("/v2.0/floatingips/:id", async (request) => {
    const floating = seen(world, request);
    const wanted = readObject(request, "floatingip", KNOWN);
    applyPlain(floating, wanted, ["description"]);
    if (wanted["port_id"] !== undefined) associate(world, callerOf(request), floating, wanted);
    touch(world, floating);
    return { floatingip: floatingIpView(world, floating) };
  });
  service.delete("/v2.0/floatingips/:id", async (request, reply) => {
    const floating = seen(world, request);
    for (const port of Object.values(world.state.network.ports)) {
      if (port.device_id === floating.id && port.device_owner === "network:floatingip")
        delete world.state.network.ports[port.id];
    }
    delete floatingIps[floating.id];
    world.changed();
    return reply.code(204).send();
  });
}

function create(world: World, caller: Caller, wanted: Fields): FloatingIp {
  const network = seenNetwork(world, caller, String(wanted["floating_network_id"] ?? ""));
  if (!network["router:external"]) {
    const text = `Bad floatingip request: Network ${network.id} is not a valid external network.`;
    throw neutronRefusal(400, "BadRequest", text);
  }
  const { name: _unnamed, ...common } = newObject(world, caller, wanted);
  checkQuota(world, common.tenant_id, "floatingip", world.state.network.floatingIps);
  const address = wanted["floating_ip_address"];
  const fixed = allocateAddresses(world, network, typeof address === "string" ? [{ ip_address: address }] : undefined);
  const floating: FloatingIp = {
    ...common,
    revision_number: 0,
    floating_ip_address: fixed[0]?.ip_address ?? "",
    floating_network_id: network.id,
    router_id: null,
    port_id: null,
    fixed_ip_address: null,
    status: "DOWN",
    qos_policy_id: null,
    dns_domain: "",
    dns_name: "",
  };
  if (wanted["port_id"] !== undefined) associate(world, caller, floating, wanted);
  makeSystemPort(world, network, { id: floating.id, owner: "network:floatingip" }, fixed);
  world.state.network.floatingIps[floating.id] = floating;
  world.changed();
  return floating;
}

function associate(world: World, caller: Caller, floating: FloatingIp, wanted: Fields): void {
  if (wanted["port_id"] === null) {
    Object.assign(floating, { port_id: null, fixed_ip_address: null, router_id: null, status: "DOWN" });
    return;
  }
  const port = seenPort(world, caller, String(wanted["port_id"]));
  const asked = wanted["fixed_ip_address"];
  const fixed = port.fixed_ips.find((one) => typeof asked !== "string" || one.ip_address === asked);
  if (fixed === undefined) {
    const text = `Bad floatingip request: Port ${port.id} does not have fixed ip ${String(asked ?? "")}.`;
    throw neutronRefusal(400, "BadRequest", text);
  }
  refuseSecond(world, floating, port, fixed.ip_address);
  const router = routerBetween(world, fixed.subnet_id, floating.floating_network_id);
  if (router === undefined) {
    const text = `External network ${floating.floating_network_id} is not reachable from subnet ${fixed.subnet_id}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`;
    throw neutronRefusal(404, "ExternalGatewayForFloatingIPNotFound", text);
  }
  Object.assign(floating, {
    port_id: port.id,
    fixed_ip_address: fixed.ip_address,
    router_id: router.id,
    status: "ACTIVE",
  });
}

function refuseSecond(world: World, floating: FloatingIp, port: Port, address: string): void {
  const other = Object.values(world.state.network.floatingIps).find(
    (one) => one.id !== floating.id && one.port_id === port.id && one.fixed_ip_address === address,
  );
  if (other === undefined) return;
  const text = `Cannot associate floating IP ${floating.floating_ip_address} (${floating.id}) with port ${port.id} using fixed IP ${address}, as that fixed IP already has a floating IP on external network ${other.floating_network_id}.`;
  throw neutronRefusal(409, "FloatingIPPortAlreadyAssociated", text);
}

function routerBetween(world: World, subnetId: string, externalId: string): Router | undefined {
  return Object.values(world.state.network.routers).find(
    (router) =>
      router.external_gateway_info?.network_id === externalId &&
      interfacesOf(world, router).some((port) => port.fixed_ips.some((one) => one.subnet_id === subnetId)),
  );
}

function seen(world: World, request: FastifyRequest): FloatingIp {
  const id = param(request, "id");
  const floating = world.state.network.floatingIps[id];
  if (floating === undefined || !owns(callerOf(request), floating)) {
    throw neutronRefusal(404, "FloatingIPNotFound", `Floating IP ${id} could not be found`);
  }
  return floating;
}

function floatingIpView(world: World, floating: FloatingIp): FloatingIp & Record<string, unknown> {
  const port = world.state.network.ports[floating.port_id ?? ""];
  const port_details =
    port === undefined
      ? null
      : {
          name: port.name,
          network_id: port.network_id,
          mac_address: port.mac_address,
          admin_state_up: port.admin_state_up,
          status: port.status,
          device_id: port.device_id,
          device_owner: port.device_owner,
        };
  return { ...floating, port_details, port_forwardings: [] };
}

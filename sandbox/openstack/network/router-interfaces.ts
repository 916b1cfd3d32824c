import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { type Fields, isFields, param } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { Port, Router } from "./network-state.ts";
import { touch } from "./objects.ts";
import { createPort, removePort, seenPort } from "./ports.ts";
import { neutronRefusal } from "./refusals.ts";
import { interfacesOf, seenRouter } from "./routers.ts";
import { seenSubnet } from "./subnets.ts";

/** Joins subnets to routers and parts them again. */
export function addRouterInterfaceRoutes(service: FastifyInstance, world: World): void {
  service.put("/v2.0/routers/:id/add_router_interface", async (request) => {
    const caller = callerOf(request);
    const router = seenRouter(world, caller, param(request, "id"));
    const wanted = bodyOf(request);
    const port =
      typeof wanted["port_id"] === "string"
        ? joinPort(world, caller, router, wanted["port_id"])
        : joinSubnet(world, caller, router, wanted);
    touch(world, router);
    return interfaceView(router, port);
  });
  service.put("/v2.0/routers/:id/remove_router_interface", async (request) => {
    const caller = callerOf(request);
    const router = seenRouter(world, caller, param(request, "id"));
    const port = interfaceToRemove(world, router, bodyOf(request));
    const subnetId = port.fixed_ips[0]?.subnet_id ?? "";
    const needed = Object.values(world.state.network.floatingIps).some(
      (one) => one.router_id === router.id && onSubnet(world.state.network.ports[one.port_id ?? ""], subnetId),
    );
    if (needed) {
      const text = `Router interface for subnet ${subnetId} on router ${router.id} cannot be deleted, as it is required by one or more floating IPs.`;
      throw neutronRefusal(409, "RouterInterfaceInUseByFloatingIP", text);
    }
    removePort(world, port);
    touch(world, router);
    return interfaceView(router, port);
  });
}

function bodyOf(request: FastifyRequest): Fields {
  return isFields(request.body) ? request.body : {};
}

function joinSubnet(world: World, caller: Caller, router: Router, wanted: Fields): Port {
  if (typeof wanted["subnet_id"] !== "string") {
    throw neutronRefusal(400, "BadRequest", "Bad router request: Either subnet_id or port_id must be specified.");
  }
  const subnet = seenSubnet(world, caller, wanted["subnet_id"]);
  if (interfacesOf(world, router).some((port) => onSubnet(port, subnet.id))) {
    throw neutronRefusal(400, "BadRequest", `Bad router request: Router already has a port on subnet ${subnet.id}.`);
  }
  if (subnet.gateway_ip === null) {
    throw neutronRefusal(400, "BadRequest", "Bad router request: Subnet for router interface must have a gateway IP.");
  }
  const port = createPort(world, caller, {
    network_id: subnet.network_id,
    fixed_ips: [{ subnet_id: subnet.id, ip_address: subnet.gateway_ip }],
    device_id: router.id,
    device_owner: "network:router_interface",
    security_groups: [],
    port_security_enabled: false,
  });
  port.status = "ACTIVE";
  return port;
}

function joinPort(world: World, caller: Caller, router: Router, portId: string): Port {
  const port = seenPort(world, caller, portId);
  if (port.device_id !== "") {
    const text = `Unable to complete operation on port ${port.id} for network ${port.network_id}. Port already has an attached device ${port.device_id}.`;
    throw neutronRefusal(409, "PortInUse", text);
  }
  Object.assign(port, { device_id: router.id, device_owner: "network:router_interface", status: "ACTIVE" });
  touch(world, port);
  return port;
}

function interfaceToRemove(world: World, router: Router, wanted: Fields): Port {
  const inside = interfacesOf(world, router);
  if (typeof wanted["port_id"] === "string") {
    const port = inside.find((one) => one.id === wanted["port_id"]);
    if (port !== undefined) return port;
    const text = `Router ${router.id} does not have an interface with id ${wanted["port_id"]}`;
    throw neutronRefusal(404, "RouterInterfaceNotFound", text);
  }
  const subnetId = String(wanted["subnet_id"] ?? "");
  const port = inside.find((one) => onSubnet(one, subnetId));
  if (port !== undefined) return port;
  const text = `Router ${router.id} has no interface on subnet ${subnetId}`;
  throw neutronRefusal(404, "RouterInterfaceNotFoundForSubnet", text);
}

function onSubnet(port: Port | undefined, subnetId: string): boolean {
  return port?.fixed_ips.some((one) => one.subnet_id === subnetId) === true;
}

function interfaceView(router: Router, port: Port): Record<string, unknown> {
  const subnetId = port.fixed_ips[0]?.subnet_id ?? "";
  return {
    id: router.id,
    tenant_id: router.tenant_id,
    port_id: port.id,
    network_id: port.network_id,
    subnet_id: subnetId,
    subnet_ids: [subnetId],
  };
}

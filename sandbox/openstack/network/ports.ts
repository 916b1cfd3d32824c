import type { FastifyInstance } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { param, textList } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { allocateAddresses, newMac } from "./addresses.ts";
import { listing } from "./listing.ts";
import type { Port } from "./network-state.ts";
import { seenNetwork } from "./networks.ts";
import { applyPlain, checkQuota, newObject, owns, readObject, touch } from "./objects.ts";
import { neutronRefusal } from "./refusals.ts";
import { defaultGroup } from "./security-groups.ts";

const KNOWN = new Set([
  "name",
  "description",
  "network_id",
  "mac_address",
  "admin_state_up",
  "device_id",
  "device_owner",
  "fixed_ips",
  "allowed_address_pairs",
  "extra_dhcp_opts",
  "security_groups",
  "binding:vnic_type",
  "binding:host_id",
  "binding:profile",
  "port_security_enabled",
  "qos_policy_id",
  "dns_name",
  "dns_domain",
  "tenant_id",
  "project_id",
]);

const DNS_SUFFIX = "sandbox.test.";

export function addPortRoutes(service: FastifyInstance, world: World): void {
  const { ports } = world.state.network;
  service.get("/v2.0/ports", async (request) => {
    const caller = callerOf(request);
    return listing(
      request,
      "ports",
      Object.values(ports)
        .filter((one) => owns(caller, one))
        .map(portView),
    );
  });
  service.post("/v2.0/ports", async (request, reply) => {
    const port = createPort(world, callerOf(request), readObject(request, "port", KNOWN));
    return reply.code(201).send({ port: portView(port) });
  });
  service.get("/v2.0/ports/:id", async (request) => ({
    port: portView(seenPort(world, callerOf(request), param(request, "id"))),
  }));
  service.put("/v2.0/ports/:id", async (request) => {
    const caller = callerOf(request);
    const port = seenPort(world, caller, param(request, "id"));
    const wanted = readObject(request, "port", KNOWN);
    if (wanted["security_groups"] !== undefined) checkGroups(world, caller, textList(wanted["security_groups"]));
    applyPlain(port, wanted, [
      "name",
      "description",
      "admin_state_up",
      "device_id",
      "device_owner",
      "allowed_address_pairs",
      "extra_dhcp_opts",
      "security_groups",
      "port_security_enabled",
      "dns_name",
    ]);
    if (wanted["fixed_ips"] !== undefined) {
      const network = seenNetwork(world, caller, port.network_id);
      port.fixed_ips = allocateAddresses(world, network, wanted["fixed_ips"], port.fixed_ips);
    }
    refreshStatus(port);
    touch(world, port);
    return { port: portView(port) };
  });
  service.delete("/v2.0/ports/:id", async (request, reply) => {
    const port = seenPort(world, callerOf(request), param(request, "id"));
    if (port.device_owner.startsWith("network:router")) {
      const text = `Port ${port.id} cannot be deleted directly via the port API: has device owner ${port.device_owner}.`;
      throw neutronRefusal(409, "ServicePortInUse", text);
    }
    removePort(world, port);
    return reply.code(204).send();
  });
}

/** Makes a port on a network the caller sees; also used by nova for a server's own ports. */
export function createPort(world: World, caller: Caller, wanted: Record<string, unknown>): Port {
  const network = seenNetwork(world, caller, String(wanted["network_id"] ?? ""));
  const common = newObject(world, caller, wanted);
  checkQuota(world, common.tenant_id, "port", world.state.network.ports);
  const guarded = wanted["port_security_enabled"] !== false && network.port_security_enabled;
  const groups = Array.isArray(wanted["security_groups"])
    ? textList(wanted["security_groups"])
    : guarded
      ? [defaultGroup(world, common.tenant_id).id]
      : [];
  checkGroups(world, caller, groups);
  const mac = typeof wanted["mac_address"] === "string" ? wanted["mac_address"] : newMac();
  const ports = Object.values(world.state.network.ports);
  if (ports.some((one) => one.network_id === network.id && one.mac_address === mac)) {
    const text = `Unable to complete operation for network ${network.id}. The mac address ${mac} is in use.`;
    throw neutronRefusal(409, "MacAddressInUse", text);
  }
  const port: Port = {
    ...common,
    network_id: network.id,
    mac_address: mac,
    admin_state_up: wanted["admin_state_up"] !== false,
    status: "DOWN",
    device_id: String(wanted["device_id"] ?? ""),
    device_owner: String(wanted["device_owner"] ?? ""),
    fixed_ips: allocateAddresses(world, network, wanted["fixed_ips"]),
    allowed_address_pairs: Array.isArray(wanted["allowed_address_pairs"]) ? wanted["allowed_address_pairs"] : [],
    extra_dhcp_opts: Array.isArray(wanted["extra_dhcp_opts"]) ? wanted["extra_dhcp_opts"] : [],
    security_groups: groups,
    "binding:vnic_type": String(wanted["binding:vnic_type"] ?? "normal"),
    port_security_enabled: guarded,
    qos_policy_id: null,
    qos_network_policy_id: null,
    dns_name: String(wanted["dns_name"] ?? ""),
    ip_allocation: "immediate",
  };
  world.state.network.ports[port.id] = port;
  world.changed();
  return port;
}

/** Adds the names neutron derives, which are never stored. */
function portView(port: Port): Port & { readonly dns_assignment: unknown[] } {
  const dns_assignment = port.fixed_ips.map(({ ip_address }) => {
    const hostname = port.dns_name === "" ? `host-${ip_address.replaceAll(".", "-")}` : port.dns_name;
    return { ip_address, hostname, fqdn: `${hostname}.${DNS_SUFFIX}` };
  });
  return { ...port, dns_assignment };
}

/** A port the caller may use. */
export function seenPort(world: World, caller: Caller, id: string): Port {
  const port = world.state.network.ports[id];
  if (port === undefined || !owns(caller, port))
    throw neutronRefusal(404, "PortNotFound", `Port ${id} could not be found.`);
  return port;
}

/** A port with a device behind it is up as long as nobody switches it off. */
export function refreshStatus(port: Port): void {
  port.status = port.device_id !== "" && port.admin_state_up ? "ACTIVE" : "DOWN";
}

/** Removes a port and frees the floating IP that pointed at it. */
export function removePort(world: World, port: Port): void {
  for (const floating of Object.values(world.state.network.floatingIps)) {
    if (floating.port_id !== port.id) continue;
    Object.assign(floating, { port_id: null, fixed_ip_address: null, router_id: null, status: "DOWN" });
  }
  for (const server of Object.values(world.state.compute.servers)) {
    server.portIds = server.portIds.filter((id) => id !== port.id);
  }
  delete world.state.network.ports[port.id];
  world.changed();
}

function checkGroups(world: World, caller: Caller, ids: readonly string[]): void {
  for (const id of ids) {
    const group = world.state.network.groups[id];
    if (group === undefined || !owns(caller, group)) {
      throw neutronRefusal(404, "SecurityGroupNotFound", `Security group ${id} does not exist`);
    }
  }
}

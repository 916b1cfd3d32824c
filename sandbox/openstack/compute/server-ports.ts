import type { Caller } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { type Fields, isFields } from "../core/read.ts";
import { Refusal } from "../core/refusal.ts";
import type { World } from "../core/world.ts";
import type { Port } from "../network/network-state.ts";
import { touch } from "../network/objects.ts";
import { createPort, refreshStatus, removePort } from "../network/ports.ts";
import { defaultGroup } from "../network/security-groups.ts";
import type { Server } from "./compute-state.ts";

export interface ServerPorts {
  readonly all: readonly Port[];
  /** Those made for the server, which go with it. */
  readonly own: readonly Port[];
}

/** The ports of a new server: given ones as they are, for a given network a new one. */
export function portsForServer(
  world: World,
  caller: Caller,
  wish: { networks: unknown; groupIds: readonly string[] },
): ServerPorts {
  const wanted = wantedNetworks(world, caller, wish.networks);
  for (const one of wanted) check(world, caller, one);
  const all: Port[] = [];
  const own: Port[] = [];
  for (const one of wanted) {
    const port = portOf(world, caller, one, wish.groupIds);
    all.push(port);
    if (typeof one["port"] !== "string") own.push(port);
  }
  return { all, own };
}

/** One NIC from a port, a network or a fixed address; nova's words when neutron refuses. */
export function portOf(world: World, caller: Caller, wanted: Fields, groupIds: readonly string[]): Port {
  if (typeof wanted["port"] === "string") {
    check(world, caller, wanted);
    const port = world.state.network.ports[wanted["port"]];
    if (port !== undefined) return port;
  }
  const address = typeof wanted["fixed_ip"] === "string" ? { fixed_ips: [{ ip_address: wanted["fixed_ip"] }] } : {};
  try {
    return createPort(world, caller, { network_id: wanted["uuid"], security_groups: groupIds, ...address });
  } catch (error) {
    throw inNovaWords(error);
  }
}

/** Points a port at a server; it comes up once the server runs. */
export function bindPort(world: World, port: Port, server: Server): void {
  Object.assign(port, { device_id: server.id, device_owner: "compute:nova", dns_name: server.hostname });
  touch(world, port);
}

/** Brings up the ports of a server that has started. */
export function raisePorts(world: World, server: Server): void {
  for (const id of server.portIds) {
    const port = world.state.network.ports[id];
    if (port === undefined || port.status === "ACTIVE") continue;
    refreshStatus(port);
    touch(world, port);
  }
}

/** Gives a server's port back: nova's own ports disappear, others are only unbound. */
export function releasePort(world: World, server: Server, portId: string): void {
  const port = world.state.network.ports[portId];
  const own = server.ownPortIds.includes(portId);
  server.portIds = server.portIds.filter((id) => id !== portId);
  server.ownPortIds = server.ownPortIds.filter((id) => id !== portId);
  if (port === undefined) return;
  if (own) {
    removePort(world, port);
    return;
  }
  Object.assign(port, { device_id: "", device_owner: "", dns_name: "", status: "DOWN" });
  touch(world, port);
}

export function groupIdsByName(world: World, caller: Caller, names: readonly string[]): string[] {
  defaultGroup(world, caller.projectId);
  const own = Object.values(world.state.network.groups).filter((one) => one.tenant_id === caller.projectId);
  return names.map((name) => {
    const group = own.find((one) => one.name === name || one.id === name);
    if (group === undefined) {
      throw faultRefusal(400, `Unable to find security_group with name or id '${name}'`);
    }
    return group.id;
  });
}

function wantedNetworks(world: World, caller: Caller, networks: unknown): Fields[] {
  if (networks === "none") return [];
  if (Array.isArray(networks)) return networks.filter(isFields);
  const own = Object.values(world.state.network.networks).filter(
    (one) => one.tenant_id === caller.projectId && !one["router:external"] && one.subnets.length > 0,
  );
  if (own.length > 1) {
    throw faultRefusal(409, "Multiple possible networks found, use a Network ID to be more specific.");
  }
  return own.map((one) => ({ uuid: one.id }));
}

function check(world: World, caller: Caller, wanted: Fields): void {
  if (typeof wanted["port"] === "string") {
    const port = world.state.network.ports[wanted["port"]];
    if (port === undefined || (!caller.isAdmin && port.tenant_id !== caller.projectId)) {
      throw faultRefusal(400, `Port ${wanted["port"]} could not be found.`);
    }
    if (port.device_id !== "") throw faultRefusal(400, `Port ${port.id} is still in use.`);
    if (port.fixed_ips.length === 0) throw faultRefusal(400, `Port ${port.id} requires a FixedIP in order to be used.`);
    return;
  }
  const network = world.state.network.networks[String(wanted["uuid"])];
  const seen = network !== undefined && (network.tenant_id === caller.projectId || network.shared || caller.isAdmin);
  if (network?.["router:external"] === true && !caller.isAdmin) {
    throw faultRefusal(403, `It is not allowed to create an interface on external network ${network.id}`);
  }
  if (!seen) throw faultRefusal(400, `Network ${String(wanted["uuid"])} could not be found.`);
  if (network.subnets.length === 0) {
    throw faultRefusal(400, `Network ${network.id} requires a subnet in order to boot instances on.`);
  }
}

function inNovaWords(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const inner = isFields(error.body) && isFields(error.body["NeutronError"]) ? error.body["NeutronError"] : {};
  if (inner["type"] === "OverQuota") return faultRefusal(403, "Maximum number of ports exceeded");
  return faultRefusal(400, String(inner["message"] ?? "The network refused the port."));
}

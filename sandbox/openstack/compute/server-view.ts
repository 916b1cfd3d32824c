import { createHash } from "node:crypto";
import type { World } from "../core/world.ts";
import type { Server } from "./compute-state.ts";
import { bookmark, novaLinks } from "./links.ts";
import { factsOfStatus } from "./server-status.ts";

export interface ServerViewOptions {
  readonly base: string;
  /** Minor microversion. */
  readonly minor: number;
  readonly isAdmin: boolean;
}

/** The answer to a GET. */
export function serverView(world: World, server: Server, options: ServerViewOptions): Record<string, unknown> {
  const { minor, isAdmin } = options;
  const facts = factsOfStatus(server.status);
  const placed = server.status !== "SHELVED_OFFLOADED";
  const gone = server.status === "DELETED";
  const groups = groupNames(world, server);
  return {
    ...shortServerView(world, server, options, true),
    "OS-EXT-AZ:availability_zone": placed ? server.availabilityZone : "",
    config_drive: server.configDrive ? "True" : "",
    key_name: server.keyName,
    "OS-SRV-USG:launched_at": server.launchedAt,
    "OS-SRV-USG:terminated_at": server.terminatedAt,
    ...(gone || groups.length === 0 ? {} : { security_groups: groups }),
    "OS-EXT-STS:task_state": server.taskState,
    "OS-EXT-STS:vm_state": facts.vmState,
    "OS-EXT-STS:power_state": facts.powerState,
    "os-extended-volumes:volumes_attached": server.attachments.map((one) => ({
      id: one.volumeId,
      ...(minor >= 3 ? { delete_on_termination: one.deleteOnTermination } : {}),
    })),
    ...(isAdmin ? adminFacts(server) : {}),
    ...(minor >= 9 ? { locked: server.locked } : {}),
    ...(minor >= 73 ? { locked_reason: server.lockedReason } : {}),
    ...(minor >= 19 ? { description: server.description } : {}),
    ...(minor >= 26 ? { tags: server.tags } : {}),
    ...(minor >= 63 ? { trusted_image_certificates: null } : {}),
    ...(minor >= 71 ? { server_groups: server.groupId === null ? [] : [server.groupId] } : {}),
  };
}

/** The shorter answer to a rename or rebuild. */
export function shortServerView(
  world: World,
  server: Server,
  options: ServerViewOptions,
  withExtendedAddresses = false,
): Record<string, unknown> {
  const { base, minor } = options;
  const gone = server.status === "DELETED";
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: gone ? {} : server.metadata,
    hostId: server.status === "SHELVED_OFFLOADED" || server.launchedAt === null ? "" : hostId(server),
    image: server.imageId === null ? "" : { id: server.imageId, links: bookmark(base, "images", server.imageId) },
    flavor: flavorOf(world, server, options),
    created: server.createdAt,
    updated: server.updatedAt,
    addresses: addressesOf(world, server, withExtendedAddresses),
    accessIPv4: "",
    accessIPv6: "",
    links: novaLinks(base, "servers", server.id),
    "OS-DCF:diskConfig": "MANUAL",
    ...(factsOfStatus(server.status).progress ? { progress: 0 } : {}),
    ...(server.fault === null || (server.status !== "ERROR" && !gone) ? {} : { fault: server.fault }),
    ...(withExtendedAddresses || minor < 26 ? {} : { tags: server.tags }),
  };
}

function hostId(server: Server): string {
  return createHash("sha224").update(`${server.projectId}/sandbox-host`).digest("hex");
}

function flavorOf(world: World, server: Server, { base, minor }: ServerViewOptions): Record<string, unknown> {
  if (minor < 47) return { id: server.flavorId, links: bookmark(base, "flavors", server.flavorId) };
  const flavor = world.state.compute.flavors[server.flavorId];
  return {
    vcpus: flavor?.vcpus ?? 0,
    ram: flavor?.ram ?? 0,
    disk: flavor?.disk ?? 0,
    ephemeral: flavor?.ephemeral ?? 0,
    swap: flavor?.swap ?? 0,
    original_name: flavor?.name ?? "",
    extra_specs: flavor?.extraSpecs ?? {},
  };
}

/** By network name: each fixed address, then the floating one in front of it, both with the port's own MAC. */
function addressesOf(world: World, server: Server, extended: boolean): Record<string, unknown[]> {
  const { ports, networks, floatingIps } = world.state.network;
  const addresses: Record<string, unknown[]> = {};
  if (server.status === "BUILD") return addresses;
  for (const port of server.portIds.flatMap((id) => ports[id] ?? [])) {
    const name = networks[port.network_id]?.name ?? port.network_id;
    const entry = (addr: string, type: string) =>
      extended
        ? { version: 4, addr, "OS-EXT-IPS:type": type, "OS-EXT-IPS-MAC:mac_addr": port.mac_address }
        : { version: 4, addr };
    const floating = Object.values(floatingIps).filter((one) => one.port_id === port.id);
    addresses[name] = [
      ...(addresses[name] ?? []),
      ...port.fixed_ips.map((one) => entry(one.ip_address, "fixed")),
      ...floating.map((one) => entry(one.floating_ip_address, "floating")),
    ];
  }
  return addresses;
}

function groupNames(world: World, server: Server): { readonly name: string }[] {
  const { ports, groups } = world.state.network;
  const ids = new Set(server.portIds.flatMap((id) => ports[id]?.security_groups ?? []));
  return [...ids].flatMap((id) => (groups[id] === undefined ? [] : [{ name: groups[id].name }]));
}

function adminFacts(server: Server): Record<string, unknown> {
  return {
    "OS-EXT-SRV-ATTR:host": "sandbox-host",
    "OS-EXT-SRV-ATTR:hypervisor_hostname": "sandbox-host",
    "OS-EXT-SRV-ATTR:instance_name": `instance-${server.number.toString(16).padStart(8, "0")}`,
  };
}

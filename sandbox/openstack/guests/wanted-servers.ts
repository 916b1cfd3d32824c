import { admitsThisHost } from "../../shared/guests/guest-network.ts";
import type { GuestCard, GuestDoor, GuestOs, WantedGuest, WantedGuests } from "../../shared/guests/wanted-guest.ts";
import type { Server } from "../compute/compute-state.ts";
import type { World } from "../core/world.ts";
import type { Port, SecurityGroupRule } from "../network/network-state.ts";
import { serverDrive } from "./server-drive.ts";

const ON = new Set(["ACTIVE", "REBOOT", "HARD_REBOOT", "PAUSED", "PASSWORD", "VERIFY_RESIZE"]);
/** Nova is on its way to turning it off, so its system is told already. */
const GOING_OFF = new Set(["powering-off", "deleting", "shelving", "resize_prep"]);
/** A rule for many ports opens its first ones. */
const MOST_PORTS = 64;
const SMALLEST_GIB = 3;

/** What this cloud wants of its guests right now. */
export function wantedServers(world: World): WantedGuests {
  const { compute, volume } = world.state;
  const servers = Object.values(compute.servers).filter(({ status }) => status !== "DELETED" && status !== "BUILD");
  const diskIds = new Set([...Object.keys(volume.volumes), ...Object.keys(compute.servers)]);
  return { guests: servers.flatMap((server) => wantedServer(world, server)), diskIds };
}

function wantedServer(world: World, server: Server): WantedGuest[] {
  const { compute, volume } = world.state;
  const port = world.state.network.ports[server.portIds[0] ?? ""];
  const card = port === undefined ? null : cardOf(world, port);
  const flavor = compute.flavors[server.flavorId];
  if (port === undefined || card === null || flavor === undefined) return [];
  const boot = server.attachments.find((one) => one.boot)?.volumeId;
  const sizeOf = (id: string) => volume.volumes[id]?.size ?? 1;
  return [
    {
      id: server.id,
      name: server.name,
      isOn: ON.has(server.status) && !GOING_OFF.has(server.taskState ?? ""),
      reboots: server.actions.filter(({ action }) => action === "reboot").length,
      os: systemOf(world, server, boot),
      cores: flavor.vcpus,
      memoryMib: flavor.ram,
      maker: { manufacturer: "OpenStack Foundation", product: "OpenStack Nova" },
      root:
        boot === undefined
          ? { id: server.id, gib: Math.max(flavor.disk, SMALLEST_GIB) }
          : { id: boot, gib: sizeOf(boot) },
      disks: server.attachments
        .filter((one) => !one.boot)
        .map(({ volumeId }) => ({ id: volumeId, gib: sizeOf(volumeId) })),
      card,
      drive: (network) => serverDrive(world, server, network),
      doors: doorsOf(world, port),
    },
  ];
}

function cardOf(world: World, port: Port): GuestCard | null {
  const [fixed] = port.fixed_ips;
  const subnet = world.state.network.subnets[fixed?.subnet_id ?? ""];
  if (fixed === undefined || subnet === undefined || subnet.gateway_ip === null) return null;
  return { mac: port.mac_address, address: fixed.ip_address, cidr: subnet.cidr, gateway: subnet.gateway_ip };
}

function systemOf(world: World, server: Server, boot: string | undefined): GuestOs | null {
  const facts =
    boot === undefined
      ? world.state.image.images[server.imageId ?? ""]?.properties
      : world.state.volume.volumes[boot]?.imageMetadata;
  const [family, version] = [facts?.["os_distro"], facts?.["os_version"]];
  return typeof family === "string" && typeof version === "string" ? { family, version } : null;
}

/** What the security groups let in, at each of the port's floating addresses. */
function doorsOf(world: World, port: Port): GuestDoor[] {
  const { floatingIps, rules } = world.state.network;
  const addresses = Object.values(floatingIps).filter((one) => one.port_id === port.id);
  const open = Object.values(rules).filter(
    (rule) => port.security_groups.includes(rule.security_group_id) && letsIn(rule),
  );
  return addresses.flatMap(({ floating_ip_address: address }) =>
    open.flatMap((rule) =>
      portsOf(rule).map((one) => ({ protocol: protocolOf(rule), address, port: one, guestPort: one })),
    ),
  );
}

function letsIn({ direction, ethertype, protocol, remote_ip_prefix, remote_group_id }: SecurityGroupRule): boolean {
  if (direction !== "ingress" || ethertype !== "IPv4" || remote_group_id !== null) return false;
  return ["tcp", "udp"].includes(protocol ?? "") && admitsThisHost(remote_ip_prefix ?? "0.0.0.0/0");
}

function protocolOf({ protocol }: SecurityGroupRule): "tcp" | "udp" {
  return protocol === "udp" ? "udp" : "tcp";
}

function portsOf({ port_range_min: first, port_range_max: last }: SecurityGroupRule): number[] {
  if (first === null || last === null) return [];
  return Array.from({ length: Math.min(last - first + 1, MOST_PORTS) }, (_, at) => first + at);
}

import { admitsThisHost } from "../../shared/guests/guest-network.ts";
import type { GuestDoor, GuestOs, WantedGuest, WantedGuests } from "../../shared/guests/wanted-guest.ts";
import { sizeOf } from "../core/limits.ts";
import type { FirewallRule, VirtualMachine } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { machineDrive } from "./machine-drive.ts";

const GIB = 2 ** 30;
const GONE = new Set(["Destroyed", "Expunging", "Error"]);
/** A rule for many ports opens its first ones. */
const MOST_PORTS = 64;

/** What this cloud wants of its guests right now. */
export function wantedMachines(world: World): WantedGuests {
  const { virtualMachines, volumes } = world.tables;
  const machines = virtualMachines.where(({ state }) => !GONE.has(state) && state !== "Starting");
  return {
    guests: machines.flatMap((machine) => wantedMachine(world, machine)),
    diskIds: new Set(volumes.all().map(({ id }) => id)),
  };
}

function wantedMachine(world: World, machine: VirtualMachine): WantedGuest[] {
  const { tables } = world;
  const volumes = tables.volumes.where((one) => one.virtualMachineId === machine.id);
  const root = volumes.find(({ type }) => type === "ROOT");
  const nic = machine.nics.find(({ isDefault }) => isDefault);
  const network = tables.networks.get(nic?.networkId);
  if (root === undefined || nic === undefined || network === undefined) return [];
  const disk = ({ id, sizeBytes }: { id: string; sizeBytes: number }) => ({ id, gib: Math.ceil(sizeBytes / GIB) });
  const size = sizeOf(tables, machine);
  return [
    {
      id: machine.id,
      name: machine.name,
      isOn: machine.state === "Running",
      reboots: machine.reboots ?? 0,
      os: systemOf(machine.templateName),
      cores: size.cpu,
      memoryMib: size.memory,
      maker: { manufacturer: "Apache Software Foundation", product: "CloudStack KVM Hypervisor" },
      root: disk(root),
      disks: volumes.filter(({ type }) => type === "DATADISK").map(disk),
      card: { mac: nic.macAddress, address: nic.address, cidr: network.cidr, gateway: network.gateway },
      drive: (seen) => machineDrive(world, machine, seen),
      doors: doorsOf(world, machine),
    },
  ];
}

/** The seeded templates are called after their systems. */
function systemOf(templateName: string): GuestOs | null {
  const [family = "", version] = templateName.toLowerCase().split(" ");
  return version === undefined ? null : { family, version };
}

/** What static NAT and port forwarding lead to the machine, where the address's firewall lets it in. */
function doorsOf({ tables }: World, machine: VirtualMachine): GuestDoor[] {
  const open = (ipId: string) =>
    tables.firewallRules.where((rule) => rule.direction === "Ingress" && rule.ipAddressId === ipId && letsIn(rule));
  const natted = tables.ipAddresses
    .where((ip) => ip.staticNat?.virtualMachineId === machine.id)
    .flatMap((ip) =>
      open(ip.id).flatMap((rule) =>
        portsOf(rule).map((port) => ({ protocol: protocolOf(rule), address: ip.address, port, guestPort: port })),
      ),
    );
  const forwarded = tables.portForwardingRules
    .where((rule) => rule.virtualMachineId === machine.id)
    .flatMap((rule): GuestDoor[] => {
      const ports = new Set(open(rule.ipAddressId).flatMap(portsOf));
      const address = tables.ipAddresses.must(rule.ipAddressId).address;
      const door = { protocol: protocolOf(rule), address, port: rule.publicPort, guestPort: rule.privatePort };
      return ports.has(rule.publicPort) ? [door] : [];
    });
  return [...natted, ...forwarded];
}

function letsIn({ protocol, cidrList }: FirewallRule): boolean {
  const ranges = cidrList === "" ? ["0.0.0.0/0"] : cidrList.split(",");
  return ["tcp", "udp"].includes(protocol.toLowerCase()) && ranges.some(admitsThisHost);
}

function protocolOf({ protocol }: { protocol: string }): "tcp" | "udp" {
  return protocol.toLowerCase() === "udp" ? "udp" : "tcp";
}

function portsOf({ startPort: first, endPort: last = first }: FirewallRule): number[] {
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Math.min(last - first + 1, MOST_PORTS) }, (_, at) => first + at);
}

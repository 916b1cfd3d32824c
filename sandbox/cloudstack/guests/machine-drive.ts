import { vendorConfig } from "../../shared/guests/vendor-config.ts";
import type { GuestNetwork } from "../../shared/guests/wanted-guest.ts";
import type { VirtualMachine } from "../core/model.ts";
import type { World } from "../core/world.ts";

/**
 * The config drive as CloudStack 4.20 and later writes it: its own files below `cloudstack/`, and beside them the
 * OpenStack format, which is what cloud-init reads. Addresses are static there, where OpenStack's say DHCP.
 */
export function machineDrive(
  world: World,
  machine: VirtualMachine,
  network: GuestNetwork,
): ReadonlyMap<string, string | Buffer> {
  const { tables } = world;
  const zone = tables.zones.must(machine.zoneId).name;
  const offering = tables.serviceOfferings.must(machine.serviceOfferingId).name;
  const keys = machine.details["SSH.PublicKey"] ?? "";
  const facts: Readonly<Record<string, string>> = {
    "availability-zone": zone,
    "cloud-name": "CloudStack",
    "instance-id": machine.id,
    "local-hostname": machine.name,
    "local-ipv4": network.address,
    "public-keys": keys,
    "service-offering": offering,
    "vm-id": machine.id,
  };
  const vendor = vendorConfig(network.gateway);
  const files = new Map<string, string | Buffer>(
    Object.entries(facts).flatMap(([name, text]) => (text === "" ? [] : [[`cloudstack/metadata/${name}.txt`, text]])),
  );
  const meta = {
    availability_zone: zone,
    hostname: machine.name,
    name: machine.displayName,
    uuid: machine.id,
    ...(keys !== "" && { public_keys: { key: keys }, keys: [{ name: "key", type: "ssh", data: keys }] }),
  };
  files.set("openstack/latest/meta_data.json", JSON.stringify(meta));
  files.set("openstack/latest/network_data.json", JSON.stringify(networkData(machine, network)));
  files.set("openstack/latest/vendor_data.json", JSON.stringify(vendor === null ? {} : { "cloud-init": vendor }));
  const userData = machine.userData ?? tables.userData.get(machine.userDataId)?.userData;
  if (userData !== undefined) {
    const bytes = Buffer.from(userData, "base64");
    files.set("cloudstack/userdata/user_data.txt", bytes);
    files.set("openstack/latest/user_data", bytes);
  }
  return files;
}

function networkData(machine: VirtualMachine, { mac, address, cidr, gateway, dns }: GuestNetwork): object {
  const id = "eth0";
  const netmask = maskOf(Number(cidr.split("/")[1] ?? 24));
  const routes = [{ gateway, netmask: "0.0.0.0", network: "0.0.0.0" }];
  return {
    links: [{ ethernet_mac_address: mac, id, mtu: 1500, type: "phy" }],
    networks: [{ id, ip_address: address, link: id, netmask, network_id: machine.nics[0]?.id, type: "ipv4", routes }],
    services: [{ address: dns, type: "dns" }],
  };
}

function maskOf(length: number): string {
  const number = 2 ** 32 - 2 ** (32 - length);
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

import { vendorConfig } from "../../shared/guests/vendor-config.ts";
import type { GuestNetwork } from "../../shared/guests/wanted-guest.ts";
import type { Server } from "../compute/compute-state.ts";
import type { World } from "../core/world.ts";

/** The config drive as nova writes it: the newest version of the OpenStack format, which is all that cloud-init reads. */
export function serverDrive(world: World, server: Server, network: GuestNetwork): ReadonlyMap<string, string | Buffer> {
  const vendor = vendorConfig(network.gateway);
  const files = new Map<string, string | Buffer>([
    ["openstack/latest/meta_data.json", JSON.stringify(metaData(world, server))],
    ["openstack/latest/network_data.json", JSON.stringify(networkData(network))],
    ["openstack/latest/vendor_data.json", JSON.stringify(vendor === null ? {} : { "cloud-init": vendor })],
  ]);
  if (server.userData !== null) files.set("openstack/latest/user_data", Buffer.from(server.userData, "base64"));
  return files;
}

function metaData(world: World, server: Server): object {
  const key = world.state.compute.keypairs[`${server.userId}/${server.keyName ?? ""}`];
  return {
    uuid: server.id,
    name: server.name,
    hostname: server.hostname,
    launch_index: 0,
    availability_zone: server.availabilityZone,
    project_id: server.projectId,
    meta: server.metadata,
    devices: [],
    ...(key && {
      public_keys: { [key.name]: key.publicKey },
      keys: [{ name: key.name, type: "ssh", data: key.publicKey }],
    }),
  };
}

/** A subnet with DHCP, as neutron's are unless somebody turned it off. */
function networkData({ mac, dns }: GuestNetwork): object {
  const link = "tap0";
  return {
    links: [{ id: link, vif_id: link, type: "ovs", mtu: 1500, ethernet_mac_address: mac }],
    networks: [{ id: "network0", link, type: "ipv4_dhcp", network_id: "network0" }],
    services: [{ type: "dns", address: dns }],
  };
}

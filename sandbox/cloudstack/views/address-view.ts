import type { Viewer } from "../core/access.ts";
import type { Json } from "../core/command.ts";
import type { IpAddress } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { PHYSICAL_NETWORK_ID, PUBLIC_NETWORK_ID, PUBLIC_VLAN_ID } from "../seed/hosts.ts";
import { ownerView, tagViews } from "./owner-view.ts";

/** A public address. An association's job still says `Allocating`: the answer is made before the router is told. */
export function addressView(world: World, ip: IpAddress, viewer: Viewer, state: string = ip.state): Json {
  const isAdmin = viewer.isRootAdmin;
  const network = world.tables.networks.get(ip.networkId);
  return {
    id: ip.id,
    ipaddress: ip.address,
    allocated: ip.allocated,
    zoneid: ip.zoneId,
    zonename: world.tables.zones.must(ip.zoneId).name,
    issourcenat: ip.isSourceNat,
    ...ownerView(world, ip),
    forvirtualnetwork: true,
    ...(isAdmin ? { vlanid: PUBLIC_VLAN_ID, vlanname: "vlan://50" } : {}),
    isstaticnat: ip.staticNat !== undefined,
    issystem: false,
    ...staticNatView(world, ip),
    ...(network ? { associatednetworkid: network.id, associatednetworkname: network.name } : {}),
    networkid: PUBLIC_NETWORK_ID,
    state,
    physicalnetworkid: PHYSICAL_NETWORK_ID,
    tags: tagViews(world, ip.id),
    isportable: false,
    ...(isAdmin ? { fordisplay: true } : {}),
    hasrules: false,
    forsystemvms: false,
    forprovider: false,
    hasannotations: false,
  };
}

/** The address as the server's error texts print it. */
export function addressInErrors(ip: IpAddress): string {
  return `IPAddress ${JSON.stringify({ address: ip.address, dataCenterId: 1, id: ip.serial, uuid: ip.id })}`;
}

function staticNatView({ tables }: World, ip: IpAddress): Json {
  const machine = tables.virtualMachines.get(ip.staticNat?.virtualMachineId);
  if (!ip.staticNat || !machine) return {};
  return {
    virtualmachineid: machine.id,
    virtualmachinetype: "User",
    vmipaddress: ip.staticNat.guestAddress,
    virtualmachinename: machine.name,
    virtualmachinedisplayname: machine.displayName,
  };
}

import type { Viewer } from "../core/access.ts";
import type { Json } from "../core/command.ts";
import type { Network } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { PHYSICAL_NETWORK_ID } from "../seed/hosts.ts";
import { networkServices } from "../seed/network-services.ts";
import { ownerView, tagViews } from "./owner-view.ts";

export function networkView(world: World, network: Network, viewer: Viewer): Json {
  const offering = world.tables.networkOfferings.must(network.networkOfferingId);
  const isAdmin = viewer.isRootAdmin;
  const isL2 = offering.guestIpType === "L2";
  const isImplemented = network.vlan !== undefined;
  return {
    id: network.id,
    name: network.name,
    displaytext: network.displayText,
    broadcastdomaintype: "Vlan",
    traffictype: "Guest",
    ...(isL2 ? {} : { gateway: network.gateway, netmask: network.netmask, cidr: network.cidr }),
    zoneid: network.zoneId,
    zonename: world.tables.zones.must(network.zoneId).name,
    networkofferingid: offering.id,
    networkofferingname: offering.name,
    networkofferingdisplaytext: offering.displayText,
    networkofferingconservemode: true,
    networkofferingavailability: offering.availability,
    issystem: false,
    state: network.state,
    related: network.id,
    ...(isImplemented && isAdmin ? { broadcasturi: `vlan://${network.vlan}` } : {}),
    dns1: "198.51.100.53",
    type: offering.guestIpType,
    ...(isImplemented && isAdmin ? { vlan: String(network.vlan) } : {}),
    acltype: "Account",
    ...ownerView(world, network),
    service: networkServices(offering.services),
    ...(isL2 ? {} : { networkdomain: network.networkDomain }),
    physicalnetworkid: PHYSICAL_NETWORK_ID,
    restartrequired: network.restartRequired,
    specifyvlan: offering.specifyVlan,
    specifyipranges: false,
    canusefordeploy: true,
    ispersistent: false,
    tags: tagViews(world, network.id),
    ...(isAdmin ? { details: {}, displaynetwork: true } : {}),
    strechedl2subnet: false,
    redundantrouter: false,
    supportsvmautoscaling: offering.services.includes("Lb"),
    created: network.created,
    receivedbytes: 0,
    sentbytes: 0,
    egressdefaultpolicy: offering.egressDefaultAllow,
    publicmtu: 1500,
    privatemtu: 1500,
    hasannotations: false,
  };
}

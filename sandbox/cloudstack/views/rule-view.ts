import type { Viewer } from "../core/access.ts";
import type { Json } from "../core/command.ts";
import type { FirewallRule, LoadBalancerRule, PortForwardingRule } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { ownerView, tagViews } from "./owner-view.ts";

/** A firewall or egress rule: ports are numbers here, and strings in the two other kinds of rule. */
export function firewallRuleView(world: World, rule: FirewallRule, viewer: Viewer): Json {
  const ip = world.tables.ipAddresses.get(rule.ipAddressId);
  return {
    id: rule.id,
    protocol: rule.protocol,
    ...(rule.startPort === undefined ? {} : { startport: rule.startPort }),
    ...(rule.endPort === undefined ? {} : { endport: rule.endPort }),
    ...(ip ? { ipaddressid: ip.id } : {}),
    networkid: rule.networkId,
    ...(ip ? { ipaddress: ip.address } : {}),
    state: rule.state,
    cidrlist: rule.cidrList,
    ...(rule.icmpType === undefined ? {} : { icmptype: rule.icmpType }),
    ...(rule.icmpCode === undefined ? {} : { icmpcode: rule.icmpCode }),
    tags: tagViews(world, rule.id),
    ...forDisplay(viewer),
    destcidrlist: rule.destinationCidrList,
    traffictype: rule.direction,
  };
}

export function portForwardingRuleView(world: World, rule: PortForwardingRule, viewer: Viewer): Json {
  const ip = world.tables.ipAddresses.must(rule.ipAddressId);
  const machine = world.tables.virtualMachines.get(rule.virtualMachineId);
  return {
    id: rule.id,
    privateport: String(rule.privatePort),
    privateendport: String(rule.privateEndPort),
    protocol: rule.protocol,
    publicport: String(rule.publicPort),
    publicendport: String(rule.publicEndPort),
    virtualmachineid: rule.virtualMachineId,
    virtualmachinename: machine?.name ?? "",
    virtualmachinedisplayname: machine?.displayName ?? "",
    ipaddressid: ip.id,
    ipaddress: ip.address,
    state: rule.state,
    cidrlist: rule.cidrList,
    tags: tagViews(world, rule.id),
    vmguestip: rule.guestAddress,
    networkid: rule.networkId,
    ...forDisplay(viewer),
  };
}

export function loadBalancerRuleView(world: World, rule: LoadBalancerRule, viewer: Viewer): Json {
  const ip = world.tables.ipAddresses.must(rule.ipAddressId);
  return {
    id: rule.id,
    name: rule.name,
    ...(rule.description === undefined ? {} : { description: rule.description }),
    publicipid: ip.id,
    publicip: ip.address,
    publicport: String(rule.publicPort),
    privateport: String(rule.privatePort),
    algorithm: rule.algorithm,
    networkid: rule.networkId,
    ...ownerView(world, rule),
    state: rule.state,
    zoneid: rule.zoneId,
    zonename: world.tables.zones.must(rule.zoneId).name,
    ...(rule.protocol === undefined ? {} : { protocol: rule.protocol }),
    tags: tagViews(world, rule.id),
    ...forDisplay(viewer),
  };
}

function forDisplay(viewer: Viewer): Json {
  return viewer.isRootAdmin ? { fordisplay: true } : {};
}

import { idIn } from "./recorded-scenario.ts";
import { type Ask, PORTS } from "./scenario-basics.ts";

/** Egress, static NAT, firewall, port forwarding and load balancing, with the refusals recorded of them. */
export async function usePublicAddresses(ask: Ask, networkid: string, id: string, second: string): Promise<void> {
  const egress = { networkid, protocol: "tcp", cidrlist: "10.41.0.0/24", startport: 80, endport: 80 };
  const rule = await ask("createEgressFirewallRule", egress);
  await ask("createEgressFirewallRule", {
    networkid,
    protocol: "icmp",
    icmptype: 8,
    icmpcode: 0,
    cidrlist: "10.41.0.0/24",
  });
  await ask("listEgressFirewallRules", { networkid });
  await ask("deleteEgressFirewallRule", { id: idIn(rule, "firewallrule") });

  const ip = idIn(await ask("associateIpAddress", { networkid }), "ipaddress");
  const other = idIn(await ask("associateIpAddress", { networkid }), "ipaddress");
  await ask("enableStaticNat", { ipaddressid: ip, virtualmachineid: id });
  await ask("enableStaticNat", { ipaddressid: ip, virtualmachineid: id });
  await ask("listPublicIpAddresses", { id: ip });
  await ask("listPublicIpAddresses", { associatednetworkid: networkid });
  const ssh = { ipaddressid: ip, protocol: "tcp", startport: 22, endport: 22, cidrlist: "0.0.0.0/0" };
  const firewall = idIn(await ask("createFirewallRule", ssh), "firewallrule");
  await ask("createFirewallRule", { ...ssh, startport: 20, endport: 30 });
  await ask("listFirewallRules", { ipaddressid: ip });
  await ask("createPortForwardingRule", { ipaddressid: ip, virtualmachineid: id, ...PORTS, protocol: "tcp" });
  await ask("disableStaticNat", { ipaddressid: ip });
  await ask("deleteFirewallRule", { id: firewall });
  const web = await ask("createFirewallRule", { ...ssh, ipaddressid: other });
  await ask("deleteFirewallRule", { id: idIn(web, "firewallrule") });

  const forward = { ipaddressid: other, virtualmachineid: id, ...PORTS, protocol: "tcp", openfirewall: false };
  const forwarded = await ask("createPortForwardingRule", forward);
  await ask("createPortForwardingRule", { ...forward, privateport: 81 });
  await ask("listPortForwardingRules", { ipaddressid: other });
  await useLoadBalancer(ask, other, id, second);
  await ask("deletePortForwardingRule", { id: idIn(forwarded, "portforwardingrule") });
  const sourceNat = await ask("listPublicIpAddresses", { associatednetworkid: networkid, issourcenat: true });
  await ask("enableStaticNat", { ipaddressid: idIn(sourceNat, "publicipaddress"), virtualmachineid: second });
  await ask("enableStaticNat", { ipaddressid: other, virtualmachineid: id });
  await ask("disassociateIpAddress", { id: ip });
}

async function useLoadBalancer(ask: Ask, publicipid: string, id: string, second: string): Promise<void> {
  const rule = { publicipid, algorithm: "roundrobin", publicport: 443, privateport: 443, openfirewall: false };
  const lb = idIn(await ask("createLoadBalancerRule", { ...rule, name: "lb1" }), "loadbalancer");
  await ask("assignToLoadBalancerRule", { id: lb, virtualmachineids: `${id},${second}` });
  await ask("listLoadBalancerRules", { id: lb });
  await ask("listLoadBalancerRuleInstances", { id: lb });
  await ask("listAutoScaleVmGroups", { lbruleid: lb });
  await ask("listLBStickinessPolicies", { lbruleid: lb });
  await ask("removeFromLoadBalancerRule", { id: lb, virtualmachineids: second });
  await ask("updateLoadBalancerRule", { id: lb, algorithm: "leastconn" });
  await ask("deleteLoadBalancerRule", { id: lb });
  const good = await ask("createLoadBalancerRule", { ...rule, name: "lb2", protocol: "tcp", publicport: 80 });
  await ask("updateLoadBalancerRule", { id: idIn(good, "loadbalancer"), algorithm: "leastconn" });
  await ask("deleteLoadBalancerRule", { id: idIn(good, "loadbalancer") });
}

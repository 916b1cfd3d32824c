import { idIn, type Observer } from "./recorded-scenario.ts";
import { type Ask, networkOf, PORTS, readCatalog, USER_DATA } from "./scenario-basics.ts";

/** An ordinary user does what the recorded stack did. */
export async function userScenario({ as }: Observer): Promise<void> {
  const ask = as("user");
  const basics = await readCatalog(ask);
  const networkid = idIn(await ask("createNetwork", networkOf(basics, "tf-net", "10.50.0.1")), "network");
  await ask("createSSHKeyPair", { name: "tf-key" });
  await ask("listSSHKeyPairs", { name: "tf-key" });
  await ask("createAffinityGroup", { name: "tf-ag", type: "host anti-affinity" });
  const { zoneid, templateid, serviceofferingid } = basics;
  const machine = { serviceofferingid, templateid, zoneid, networkids: networkid };
  const deployed = await ask("deployVirtualMachine", {
    ...machine,
    name: "tf-web",
    keypair: "tf-key",
    userdata: USER_DATA,
  });
  const id = idIn(deployed, "virtualmachine");
  await ask("createTags", { resourceids: id, resourcetype: "userVm", "tags[0].key": "env", "tags[0].value": "test" });
  await ask("listVirtualMachines", { id });
  await ask("listAffinityGroups");
  await ask("listNetworks", { id: networkid });
  await ask("listVolumes", { virtualmachineid: id, type: "ROOT" });
  await useUserAddresses(ask, networkid, id);
  const volumeId = idIn(
    await ask("createVolume", { name: "d", diskofferingid: basics.customDiskId, size: 5, zoneid }),
    "volume",
  );
  await ask("attachVolume", { id: volumeId, virtualmachineid: id });
  await ask("listVolumes", { id: volumeId });
  await ask("detachVolume", { id: volumeId });
  await ask("deleteVolume", { id: volumeId });
  await ask("destroyVirtualMachine", { id, expunge: true });
  await ask("deleteSSHKeyPair", { name: "tf-key" });
  await ask("deleteAffinityGroup", { name: "tf-ag" });
}

async function useUserAddresses(ask: Ask, networkid: string, virtualmachineid: string): Promise<void> {
  const first = idIn(await ask("associateIpAddress", { networkid }), "ipaddress");
  const ip = idIn(await ask("associateIpAddress", { networkid }), "ipaddress");
  const egress = await ask("createEgressFirewallRule", { networkid, protocol: "tcp", startport: 80, endport: 80 });
  await ask("listEgressFirewallRules", { networkid, listall: true });
  await ask("enableStaticNat", { ipaddressid: ip, virtualmachineid, networkid });
  await ask("createFirewallRule", {
    ipaddressid: ip,
    protocol: "tcp",
    startport: 22,
    endport: 22,
    cidrlist: "0.0.0.0/0",
  });
  await ask("listFirewallRules", { ipaddressid: ip, listall: true });
  await ask("listPublicIpAddresses", { id: ip });
  await ask("disableStaticNat", { ipaddressid: ip });
  const forward = await ask("createPortForwardingRule", {
    ipaddressid: ip,
    virtualmachineid,
    ...PORTS,
    protocol: "tcp",
  });
  await ask("listPortForwardingRules", { ipaddressid: ip, listall: true });
  const balancer = await ask("createLoadBalancerRule", {
    publicipid: ip,
    name: "lb",
    description: "lb",
    algorithm: "roundrobin",
    publicport: 80,
    privateport: 80,
    openfirewall: false,
  });
  const lb = idIn(balancer, "loadbalancer");
  await ask("assignToLoadBalancerRule", { id: lb, virtualmachineids: virtualmachineid });
  await ask("listLoadBalancerRules", { id: lb });
  await ask("listLoadBalancerRuleInstances", { id: lb });
  await ask("deleteLoadBalancerRule", { id: lb });
  await ask("deletePortForwardingRule", { id: idIn(forward, "portforwardingrule") });
  await ask("deleteEgressFirewallRule", { id: idIn(egress, "firewallrule") });
  await ask("disassociateIpAddress", { id: ip });
  await ask("listPublicIpAddresses", { id: first });
}

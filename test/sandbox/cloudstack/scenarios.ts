import { idIn, type Observer } from "./recorded-scenario.ts";
import type { Answer } from "./signed-client.ts";

const NETWORK_OFFERING = "DefaultIsolatedNetworkOfferingWithSourceNatService";
const UNKNOWN_ID = "11111111-2222-3333-4444-555555555555";

type Ask = ReturnType<Observer["as"]>;

interface Basics {
  zoneid: string;
  serviceofferingid: string;
  biggerOfferingId: string;
  templateid: string;
  networkofferingid: string;
  customDiskId: string;
  fixedDiskId: string;
  ostypeid: string;
}

/** What every caller asks first. */
async function readCatalog(ask: Ask): Promise<Basics> {
  const zoneid = idIn(await ask("listZones"), "zone");
  await ask("listZones", { name: "sandbox-zone" });
  const offerings = (await ask("listServiceOfferings"))["serviceoffering"] as Answer[];
  const disks = (await ask("listDiskOfferings"))["diskoffering"] as Answer[];
  const byName = (rows: Answer[], name: string) => String(rows.find((row) => row["name"] === name)?.["id"]);
  const network = await ask("listNetworkOfferings", { name: NETWORK_OFFERING });
  const templates = await ask("listTemplates", { templatefilter: "executable", name: "Debian 12", zoneid });
  return {
    zoneid,
    serviceofferingid: byName(offerings, "Sandbox Small"),
    biggerOfferingId: byName(offerings, "Sandbox Medium"),
    templateid: idIn(templates, "template"),
    networkofferingid: idIn(network, "networkoffering"),
    customDiskId: byName(disks, "Custom"),
    fixedDiskId: byName(disks, "Sandbox Disk 5"),
    ostypeid: idIn(await ask("listOsTypes", { description: "Debian GNU/Linux 12 (64-bit)" }), "ostype"),
  };
}

/** A root administrator does everything the sandbox can do, the way the recorded flows did. */
export async function adminScenario({ as }: Observer): Promise<void> {
  const ask = as("admin");
  const basics = await readCatalog(ask);
  const { zoneid, templateid, serviceofferingid } = basics;

  await readServer(ask);
  await useOfferings(ask);
  const projectid = await useAccounts(ask);

  const networkid = idIn(await ask("createNetwork", networkOf(basics, "net1", "10.41.0.1")), "network");
  await ask("listNetworks", { id: networkid });
  await ask("createSSHKeyPair", { name: "kp1" });
  await ask("registerSSHKeyPair", { name: "kp2", publickey: PUBLIC_KEY });
  await ask("listSSHKeyPairs");
  await ask("createAffinityGroup", { name: "ag1", type: "host anti-affinity", description: "d" });
  await ask("listAffinityGroupTypes");

  const machine = { serviceofferingid, templateid, zoneid, networkids: networkid };
  const deployed = await ask("deployVirtualMachine", {
    ...machine,
    name: "vm1",
    displayname: "vm1",
    keypair: "kp1",
    userdata: USER_DATA,
    affinitygroupnames: "ag1",
  });
  const id = idIn(deployed, "virtualmachine");
  await ask("listAffinityGroups");
  const second = idIn(await ask("deployVirtualMachine", { ...machine, name: "vm2" }), "virtualmachine");
  const idle = idIn(await ask("deployVirtualMachine", { ...machine, name: "vm3", startvm: false }), "virtualmachine");

  await usePublicAddresses(ask, networkid, id, second);
  const nicNetwork = idIn(await ask("createNetwork", networkOf(basics, "net2", "10.42.0.1")), "network");
  await useNics(ask, id, nicNetwork);
  await useStorage(ask, basics, id);
  await changeMachine(ask, basics, id, second, idle);
  await useProject(ask, basics, projectid);
  await ask("listNetworks");
  await ask("updateNetwork", { id: networkid, displaytext: "new" });
  await ask("restartNetwork", { id: networkid, cleanup: false });
  for (const machineId of [second, idle]) await ask("destroyVirtualMachine", { id: machineId, expunge: true });
  await ask("deleteSSHKeyPair", { name: "kp2" });
  await ask("deleteAffinityGroup", { name: "ag1" });
  await ask("deleteNetwork", { id: nicNetwork });
}

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

async function readServer(ask: Ask): Promise<void> {
  await ask("listCapabilities");
  await ask("listApis");
  await ask("listConfigurations", { pagesize: 20, page: 1 });
  await ask("updateConfiguration", { name: "network.gc.wait", value: 20 });
  await ask("resetConfiguration", { name: "network.gc.wait" });
  await ask("listHypervisors");
  await ask("listOsCategories");
  await ask("listEventTypes");
  await ask("listAsyncJobs", { page: 1, pagesize: 10 });
  await ask("listCapacity");
  await ask("listHosts", { type: "Routing" });
  await ask("listClusters");
  await ask("listPods");
}

async function useOfferings(ask: Ask): Promise<void> {
  const sizes = { name: "big", displaytext: "big", cpunumber: 64, cpuspeed: 2000, memory: 131_072 };
  await ask("deleteServiceOffering", { id: idIn(await ask("createServiceOffering", sizes), "serviceoffering") });
  await ask("createDiskOffering", { name: "n do", displaytext: "n-do", disksize: 4 });
}

async function useAccounts(ask: Ask): Promise<string> {
  const domainid = idIn(await ask("createDomain", { name: "d1" }), "domain");
  const person = { password: "Secret-1", email: "u1@x.de", firstname: "U", lastname: "One" };
  const created = await ask("createAccount", { ...person, username: "u1", account: "u1", accounttype: 0, domainid });
  const account = idIn(created, "account");
  const user = idIn(await ask("createUser", { ...person, username: "u1b", account: "u1", domainid }), "user");
  await ask("listUsers");
  await ask("listUsers", { account: "u1", domainid });
  const keys = (await ask("registerUserKeys", { id: user }))["userkeys"] as Answer;
  await ask("getUserKeys", { id: user });
  await ask("getUser", { userapikey: String(keys["apikey"]) });
  await ask("disableUser", { id: user });
  await ask("enableUser", { id: user });
  await ask("deleteUser", { id: user });
  await ask("listAccounts");
  await ask("listRoles");
  await ask("listDomains");
  await ask("listResourceLimits");
  await ask("updateResourceLimit", { account: "u1", domainid, resourcetype: 0, max: 1 });
  await ask("deleteAccount", { id: account });
  await ask("deleteDomain", { id: domainid, cleanup: true });
  const projectid = idIn(await ask("createProject", { name: "p1", displaytext: "p1" }), "project");
  await ask("listProjects", { id: projectid });
  await ask("updateProject", { id: projectid, displaytext: "p1 new" });
  await ask("addAccountToProject", { projectid, account: "demo" });
  await ask("listProjectAccounts", { projectid });
  await ask("suspendProject", { id: projectid });
  await ask("activateProject", { id: projectid });
  return projectid;
}

async function usePublicAddresses(ask: Ask, networkid: string, id: string, second: string): Promise<void> {
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

async function useNics(ask: Ask, virtualmachineid: string, networkid: string): Promise<void> {
  await ask("listNics", { virtualmachineid });
  const changed = (await ask("addNicToVirtualMachine", { virtualmachineid, networkid }))["virtualmachine"] as Answer;
  const nics = (changed["nic"] as Answer[]).map((nic) => String(nic["id"]));
  const [original = "", added = ""] = nics;
  const secondary = await ask("addIpToNic", { nicid: added });
  await ask("listNics", { virtualmachineid, nicid: added });
  await ask("updateDefaultNicForVirtualMachine", { virtualmachineid, nicid: added });
  await ask("updateDefaultNicForVirtualMachine", { virtualmachineid, nicid: original });
  await ask("removeIpFromNic", { id: idIn(secondary, "nicsecondaryip") });
  await ask("removeNicFromVirtualMachine", { virtualmachineid, nicid: added });
}

async function useStorage(ask: Ask, basics: Basics, virtualmachineid: string): Promise<void> {
  const { zoneid, customDiskId, fixedDiskId, ostypeid, templateid } = basics;
  const data1 = idIn(await ask("createVolume", { name: "data1", diskofferingid: fixedDiskId, zoneid }), "volume");
  const data2 = idIn(
    await ask("createVolume", { name: "data2", diskofferingid: customDiskId, size: 7, zoneid }),
    "volume",
  );
  await ask("attachVolume", { id: data1, virtualmachineid });
  await ask("attachVolume", { id: data2, virtualmachineid, deviceid: 5 });
  await ask("listVolumes", { id: data1 });
  await ask("listVolumes", { virtualmachineid });
  await ask("resizeVolume", { id: data2, size: 9 });
  await ask("resizeVolume", { id: data2, size: 5, shrinkok: false });
  await ask("updateVolume", { id: data2, name: "data2b" });
  const snapshot = idIn(await ask("createSnapshot", { volumeid: data1, name: "snap1" }), "snapshot");
  await ask("listSnapshots", { id: snapshot });
  const policy = { volumeid: data1, intervaltype: "DAILY", maxsnaps: 3, schedule: "0:5", timezone: "UTC" };
  const policyId = idIn(await ask("createSnapshotPolicy", policy), "snapshotpolicy");
  await ask("listSnapshotPolicies", { volumeid: data1 });
  await ask("deleteSnapshotPolicies", { id: policyId });
  const loose = idIn(await ask("createVolume", { name: "fromsnap", snapshotid: snapshot }), "volume");
  await ask("extractVolume", { id: loose, mode: "HTTP_DOWNLOAD", zoneid });
  await ask("detachVolume", { id: data1 });
  await ask("deleteVolume", { id: data1 });

  const root = idIn(await ask("listVolumes", { virtualmachineid, type: "ROOT" }), "volume");
  const made = { name: "t-vol", displaytext: "t-vol", ostypeid };
  await ask("createTemplate", { ...made, volumeid: root });
  await ask("createTemplate", { ...made, volumeid: root, details: "x" });
  await ask("stopVirtualMachine", { id: virtualmachineid });
  const template = idIn(await ask("createTemplate", { ...made, volumeid: root, ispublic: true }), "template");
  await ask("startVirtualMachine", { id: virtualmachineid });
  await ask("updateTemplate", { id: template, displaytext: "new" });
  await ask("updateTemplatePermissions", { id: template, isfeatured: true });
  await ask("listTemplatePermissions", { id: template });
  await ask("listTemplates", { templatefilter: "self", id: template });
  await ask("extractTemplate", { id: templateid, mode: "HTTP_DOWNLOAD", zoneid });
  await ask("deleteTemplate", { id: template });
  const upload = { name: "reg", displaytext: "reg", format: "QCOW2", hypervisor: "KVM", ostypeid, zoneid };
  await ask("registerTemplate", { ...upload, url: "http://192.0.2.1/img.qcow2" });
  await ask("registerTemplate", { ...upload, url: "http://127.0.0.1:8090/img.qcow2" });
  await ask("registerTemplate", { ...upload, url: "http://nosuchhost.example/img.qcow2" });
}

async function changeMachine(ask: Ask, basics: Basics, id: string, second: string, idle: string): Promise<void> {
  const env = { resourceids: id, resourcetype: "UserVm", "tags[0].key": "env" };
  await ask("createTags", { ...env, "tags[0].value": "test" });
  await ask("listTags", { resourceid: id, resourcetype: "UserVm" });
  await ask("listVirtualMachines", { "tags[0].key": "env", "tags[0].value": "test" });
  await ask("deleteTags", env);
  await ask("getVirtualMachineUserData", { virtualmachineid: id });
  await ask("getVMPassword", { id });
  await ask("rebootVirtualMachine", { id });
  await ask("updateVirtualMachine", { id, displayname: "new", group: "g1" });
  await ask("updateVirtualMachine", { id, name: "newname" });
  await ask("changeServiceForVirtualMachine", { id, serviceofferingid: basics.biggerOfferingId });
  await ask("scaleVirtualMachine", { id, serviceofferingid: basics.biggerOfferingId });
  await ask("stopVirtualMachine", { id });
  await ask("changeServiceForVirtualMachine", { id, serviceofferingid: basics.biggerOfferingId });
  await ask("startVirtualMachine", { id });
  await ask("recoverVirtualMachine", { id });
  await ask("destroyVirtualMachine", { id: idle });
  await ask("recoverVirtualMachine", { id: idle });
  await ask("stopVirtualMachine", { id: second });
  await ask("resetSSHKeyForVirtualMachine", { id: second, keypair: "kp2" });
  await ask("restoreVirtualMachine", { virtualmachineid: second });
  const stored = idIn(await ask("registerUserData", { name: "ud", userdata: USER_DATA }), "userdata");
  await ask("listUserData", { id: stored });
  await ask("deleteUserData", { id: stored });
  await ask("listVirtualMachines", { id });
  await ask("listVirtualMachines", { state: "Running" });
  await ask("listEvents", { page: 1, pagesize: 20 });
}

async function useProject(ask: Ask, basics: Basics, projectid: string): Promise<void> {
  const { zoneid, templateid, serviceofferingid } = basics;
  const network = { ...networkOf(basics, "pnet", "10.60.0.1"), projectid };
  const networkids = idIn(await ask("createNetwork", network), "network");
  const machine = { serviceofferingid, templateid, zoneid, networkids, projectid };
  const id = idIn(await ask("deployVirtualMachine", { ...machine, name: "pvm", rootdisksize: 10 }), "virtualmachine");
  await ask("updateResourceLimit", { projectid, resourcetype: 0, max: 1 });
  await ask("deployVirtualMachine", { ...machine, name: "pvm2" });
  await ask("listVirtualMachines", { projectid });
  await ask("listNetworks", { id: networkids, projectid });
  await ask("listPublicIpAddresses", { projectid });
  await ask("listVolumes", { virtualmachineid: id, type: "ROOT", projectid });
  await ask("listVolumes", { virtualmachineid: id, type: "ROOT" });
  await ask("registerSSHKeyPair", { name: "p-key", publickey: PUBLIC_KEY, projectid });
  await ask("listSSHKeyPairs", { name: "p-key", projectid });
  await ask("destroyVirtualMachine", { id, expunge: true });
  await ask("deleteNetwork", { id: networkids });
  await ask("deleteSSHKeyPair", { name: "p-key", projectid });
  await ask("deleteProject", { id: projectid });
}

/** Requests that were refused when they were recorded, and must be refused in the same words. */
export async function refusalScenario({ as }: Observer): Promise<void> {
  const [ask, askAsUser] = [as("admin"), as("user")];
  const basics = await readCatalog(ask);
  const { zoneid, serviceofferingid } = basics;
  await ask("listVirtualMachines", { id: UNKNOWN_ID });
  await ask("listVirtualMachines", { id: "nix" });
  await ask("listVirtualMachines", { page: 2, pagesize: 500 });
  await ask("listVirtualMachines", { page: 1, pagesize: 100_000 });
  await ask("fooBar");
  await ask("deployVirtualMachine", { zoneid });
  await ask("createNetwork", { name: "x", displaytext: "x", networkofferingid: serviceofferingid, zoneid });
  await ask("stopVirtualMachine", { id: UNKNOWN_ID });
  await ask("queryAsyncJobResult", { jobid: UNKNOWN_ID });
  await ask("listTemplates");
  await askAsUser("createDomain", { name: "x" });
  const machines = (await ask("listVirtualMachines", { state: "Running" }))["virtualmachine"] as Answer[];
  await askAsUser("stopVirtualMachine", { id: String(machines[0]?.["id"]) });
}

export function networkOf({ networkofferingid, zoneid }: Basics, name: string, gateway: string) {
  return { name, displaytext: name, networkofferingid, zoneid, gateway, netmask: "255.255.255.0" };
}

export { readCatalog };

export const USER_DATA = "I2Nsb3VkLWNvbmZpZwp7fQ==";
export const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFEblbGxvZ9nG9D4M0Q5jTzq3Ddl4XhQ6V0wq3Z4bC3u test@sandbox";
const PORTS = { publicport: 8080, privateport: 80 };

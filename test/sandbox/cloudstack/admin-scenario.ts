import { usePublicAddresses } from "./address-scenario.ts";
import { idIn, type Observer } from "./recorded-scenario.ts";
import { type Ask, type Basics, networkOf, PUBLIC_KEY, readCatalog, USER_DATA } from "./scenario-basics.ts";
import { readServer, useAccounts, useOfferings, useProject } from "./server-scenario.ts";
import type { Answer } from "./signed-client.ts";

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

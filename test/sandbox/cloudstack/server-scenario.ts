import { idIn } from "./recorded-scenario.ts";
import { type Ask, type Basics, networkOf, PUBLIC_KEY } from "./scenario-basics.ts";
import type { Answer } from "./signed-client.ts";

/** What an administrator asks about the server itself. */
export async function readServer(ask: Ask): Promise<void> {
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

/** Makes and deletes offerings. */
export async function useOfferings(ask: Ask): Promise<void> {
  const sizes = { name: "big", displaytext: "big", cpunumber: 64, cpuspeed: 2000, memory: 131_072 };
  await ask("deleteServiceOffering", { id: idIn(await ask("createServiceOffering", sizes), "serviceoffering") });
  await ask("createDiskOffering", { name: "n do", displaytext: "n-do", disksize: 4 });
}

/** Makes and deletes a domain, an account, a user and a project; returns the project's id. */
export async function useAccounts(ask: Ask): Promise<string> {
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

/** Deploys in a project, up to its limit, and deletes it. */
export async function useProject(ask: Ask, basics: Basics, projectid: string): Promise<void> {
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

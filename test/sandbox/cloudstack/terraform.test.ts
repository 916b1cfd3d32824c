import { afterAll, afterEach, beforeEach, expect, test } from "@jest/globals";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { ADMIN_TOKEN, breakCommand, callsTo, forgetCalls } from "./fault-switch.ts";
import { items, makeSignedClient, type SignedClient } from "./signed-client.ts";
import { addressWithStaticNat, networkAndMachine, stackConfiguration } from "./stack-configuration.ts";
import { forgetPreparedFolder, makeTerraformFolder, type TerraformFolder } from "./terraform-folder.ts";

const LISTS = {
  listVirtualMachines: "virtualmachine",
  listVolumes: "volume",
  listNetworks: "network",
  listPublicIpAddresses: "publicipaddress",
  listFirewallRules: "firewallrule",
  listEgressFirewallRules: "firewallrule",
  listSSHKeyPairs: "sshkeypair",
  listAffinityGroups: "affinitygroup",
  listTags: "tag",
};

let sandbox: CloudstackSandbox;
let client: SignedClient;
let folders: TerraformFolder[];

beforeEach(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant", adminToken: ADMIN_TOKEN });
  client = makeSignedClient(sandbox.apiUrl);
  folders = [];
});

afterEach(async () => {
  for (const folder of folders) folder.remove();
  await sandbox.close();
});

afterAll(forgetPreparedFolder);

test("the real provider makes, keeps, changes and destroys a whole stack", async () => {
  const terraform = await folderFor();
  terraform.write(stackConfiguration());

  const applied = await terraform.apply();
  const second = await terraform.plan();
  const machine = items(await client.run("listVirtualMachines"), "virtualmachine")[0];
  expect(applied.output).toMatch(/Apply complete! Resources: 9 added/);
  expect(second.output).toMatch(/No changes/);
  expect(second.code).toBe(0);
  expect(machine).toMatchObject({
    name: "stack-web",
    state: "Running",
    keypairs: "stack-key",
    publicip: "198.51.100.5",
  });

  terraform.write(stackConfiguration({ offering: "Sandbox Medium" }));
  const resized = await terraform.apply();
  terraform.write(stackConfiguration({ offering: "Sandbox Medium", diskGib: 9 }));
  const grown = await terraform.apply();
  terraform.write(stackConfiguration({ offering: "Sandbox Medium", diskGib: 9, port: "443" }));
  const reopened = await terraform.apply();
  const afterwards = await terraform.plan();
  const disk = items(await client.run("listVolumes", { name: "stack-data" }), "volume")[0];
  const rules = items(await client.run("listFirewallRules"), "firewallrule").map((rule) => rule["startport"]);
  for (const { output } of [resized, grown, reopened]) expect(output).toMatch(/0 added, 1 changed, 0 destroyed/);
  expect(afterwards.code).toBe(0);
  expect(disk?.["size"]).toBe(9 * 2 ** 30);
  expect(rules.sort()).toEqual([22, 443]);

  const destroyed = await terraform.destroy();
  expect(destroyed.output).toMatch(/Destroy complete! Resources: 9 destroyed/);
  expect(await everythingListed()).toEqual([]);
}, 60_000);

test("C1: every change that needs a stop ends with a start, also of a machine that was stopped on purpose", async () => {
  const terraform = await folderFor();
  terraform.write(networkAndMachine());
  await terraform.apply();
  const id = String(items(await client.run("listVirtualMachines"), "virtualmachine")[0]?.["id"]);
  await client.run("stopVirtualMachine", { id });
  await forgetCalls(sandbox.url);

  terraform.write(networkAndMachine({ name: "renamed" }));
  await terraform.apply();
  const calls = (await callsTo(sandbox.url)).map(({ command }) => command);
  const machine = items(await client.run("listVirtualMachines", { id }), "virtualmachine")[0];

  expect(calls.filter((command) => command.endsWith("VirtualMachine"))).toEqual([
    "stopVirtualMachine",
    "updateVirtualMachine",
    "startVirtualMachine",
  ]);
  expect(machine).toMatchObject({ name: "renamed", state: "Running" });
}, 60_000);

test("C2: with user data the second plan is empty, because the server doesn't show it", async () => {
  const terraform = await folderFor();
  terraform.write(networkAndMachine({ userData: "#cloud-config\\npackages: [nginx]\\n" }));

  await terraform.apply();
  const second = await terraform.plan();

  expect(second.code).toBe(0);
}, 60_000);

test("C5: without source_nat_ip one address becomes the source NAT and static NAT fails", async () => {
  const terraform = await folderFor();
  // The machine takes longer than the address, as it does in reality.
  await breakCommand(sandbox.url, { kind: "job-delay", command: "deployVirtualMachine", ms: 300 });
  terraform.write(networkAndMachine({ sourceNat: false }) + addressWithStaticNat());

  const applied = await terraform.apply();

  expect(applied.code).toBe(1);
  expect(applied.output).toMatch(/is a sourceNat ip address/);
}, 60_000);

test("C5: with source_nat_ip the same stack is clean, without any depends_on", async () => {
  const terraform = await folderFor();
  await breakCommand(sandbox.url, { kind: "job-delay", command: "deployVirtualMachine", ms: 300 });
  terraform.write(networkAndMachine({ sourceNat: true }) + addressWithStaticNat());

  const applied = await terraform.apply();
  const second = await terraform.plan();
  const destroyed = await terraform.destroy();

  expect([applied.code, second.code, destroyed.code]).toEqual([0, 0, 0]);
}, 60_000);

test("C9: as a user, expunge = true lets the destroy fail, and without it the network stays", async () => {
  const terraform = await folderFor("demo");
  terraform.write(networkAndMachine({ expunge: true }));
  await terraform.apply();

  const refused = await terraform.destroy();
  terraform.write(networkAndMachine({ expunge: false }));
  await terraform.apply();
  const stuck = await terraform.destroy();
  await client.run("updateConfiguration", { name: "expunge.delay", value: 0 });
  const finished = await terraform.destroy();

  expect(refused.output).toMatch(/Account does not have permission for expunging/);
  expect(stuck.output).toMatch(/Failed to delete network/);
  expect(finished.code).toBe(0);
}, 60_000);

test("C10: a deployment that fails is not in the state, and its name blocks the next apply (finding 3)", async () => {
  const terraform = await folderFor();
  await breakCommand(sandbox.url, { kind: "job-error", command: "deployVirtualMachine", count: 1 });
  terraform.write(networkAndMachine());

  const failed = await terraform.apply();
  const again = await terraform.apply();

  expect(failed.output).toMatch(/Unable to start a VM/);
  expect(again.output).toMatch(/The vm with hostName stack-web already exists in the network domain/);
}, 60_000);

test("a user's keys are enough for the whole stack but the expunging", async () => {
  await client.run("updateConfiguration", { name: "allow.user.expunge.recover.vm", value: true });
  const terraform = await folderFor("demo");
  terraform.write(stackConfiguration());

  const applied = await terraform.apply();
  const second = await terraform.plan();
  const destroyed = await terraform.destroy();

  expect([applied.code, second.code, destroyed.code]).toEqual([0, 0, 0]);
}, 60_000);

async function folderFor(who: "admin" | "demo" = "admin"): Promise<TerraformFolder> {
  const folder = await makeTerraformFolder(sandbox.apiUrl, who);
  folders.push(folder);
  return folder;
}

async function everythingListed(): Promise<string[]> {
  const found: string[] = [];
  for (const [command, key] of Object.entries(LISTS)) {
    const rows = items(await client.run(command, { listall: true }), key);
    found.push(...rows.map((row) => `${command} ${row["name"] ?? row["id"]}`));
  }
  return found;
}

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { aMachine, aNetwork, machineNow, readIds, refusal } from "./a-cloud.ts";
import { type Answer, items, makeSignedClient, type SignedClient } from "./signed-client.ts";

const GIB = 2 ** 30;

let sandbox: CloudstackSandbox;
let client: SignedClient;

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant" });
  client = makeSignedClient(sandbox.apiUrl);
});

afterAll(() => sandbox.close());

test("C2: user data is hidden until it is asked for", async () => {
  const machine = await aMachine(client, await aNetwork(client), { userdata: "I2Nsb3VkLWNvbmZpZwo=" });
  const id = String(machine["id"]);

  const usual = await machineNow(client, id);
  const asked = items(await client.run("listVirtualMachines", { id, userdata: true }), "virtualmachine")[0];

  expect(usual).not.toHaveProperty("userdata");
  expect(machine).not.toHaveProperty("userdata");
  expect(asked?.["userdata"]).toBe("I2Nsb3VkLWNvbmZpZwo=");
});

test("user data is limited to 32768 base64 characters by POST, and to fewer than 4096 by GET", async () => {
  const network = await aNetwork(client);
  const { zoneid, templateid, serviceofferingid } = await readIds(client);
  const base = { zoneid, templateid, serviceofferingid, networkids: network };
  const deploy = async (userdata: string, method: "GET" | "POST") => {
    const { status, answer } = await client.call("deployVirtualMachine", { ...base, userdata }, method);
    return `${status} ${answer["errortext"] ?? "ok"}`;
  };

  const longest = await deploy("A".repeat(32_768), "POST");
  const tooLong = await deploy("A".repeat(32_772), "POST");
  const byGet = await deploy("A".repeat(4096), "GET");
  const shortByGet = await deploy("A".repeat(4092), "GET");
  const notBase64 = await deploy("#cloud-config", "POST");

  expect([longest, shortByGet]).toEqual(["200 ok", "200 ok"]);
  expect(tooLong).toBe("431 User data has exceeded configurable max length of 32768 bytes");
  expect(byGet).toMatch(/^431 User data is too long for an http GET request/);
  expect(notBase64).toBe("431 User data is not base64 encoded");
});

test("C5: the first address of a fresh isolated network becomes its source NAT, and takes no static NAT", async () => {
  const network = await aNetwork(client);
  const first = (await client.run("associateIpAddress", { networkid: network }))["ipaddress"] as Answer;
  const second = (await client.run("associateIpAddress", { networkid: network }))["ipaddress"] as Answer;
  const machine = await aMachine(client, network);
  const virtualmachineid = String(machine["id"]);

  const onFirst = await refusal(client, "enableStaticNat", { ipaddressid: String(first["id"]), virtualmachineid });
  const onSecond = await refusal(client, "enableStaticNat", { ipaddressid: String(second["id"]), virtualmachineid });

  expect([first["issourcenat"], second["issourcenat"]]).toEqual([true, false]);
  expect(onFirst).toMatch(/^431 Can't enable static, ip address IPAddress \{.*\} is a sourceNat ip address$/);
  expect(onSecond).toBe("");
});

test("C5: an address asked for after the first machine runs is an ordinary one", async () => {
  const network = await aNetwork(client);
  await aMachine(client, network);

  const ip = (await client.run("associateIpAddress", { networkid: network }))["ipaddress"] as Answer;
  const all = items(await client.run("listPublicIpAddresses", { associatednetworkid: network }), "publicipaddress");

  expect(ip["issourcenat"]).toBe(false);
  expect(all.filter((row) => row["issourcenat"] === true)).toHaveLength(1);
});

test("an egress rule on a network without machines is made, and still there when its router runs", async () => {
  const network = await aNetwork(client);
  const before = items(await client.run("listNetworks", { id: network }), "network")[0]?.["state"];

  await client.run("createEgressFirewallRule", { networkid: network, protocol: "all" });
  await aMachine(client, network);
  const after = items(await client.run("listNetworks", { id: network }), "network")[0]?.["state"];
  const rules = items(await client.run("listEgressFirewallRules", { networkid: network }), "firewallrule");

  expect([before, after]).toEqual(["Allocated", "Implemented"]);
  expect(rules.map((rule) => rule["state"])).toEqual(["Active"]);
});

test("disableStaticNat takes the address's firewall rules with it", async () => {
  const network = await aNetwork(client);
  const machine = await aMachine(client, network);
  const ip = (await client.run("associateIpAddress", { networkid: network }))["ipaddress"] as Answer;
  const ipaddressid = String(ip["id"]);
  await client.run("enableStaticNat", { ipaddressid, virtualmachineid: String(machine["id"]) });
  await client.run("createFirewallRule", { ipaddressid, protocol: "tcp", startport: 22, endport: 22 });

  await client.run("disableStaticNat", { ipaddressid });
  const rules = await client.run("listFirewallRules", { ipaddressid });

  expect(rules).toEqual({});
});

test("C8: a template stays while a machine that is not expunged was made from it", async () => {
  const { zoneid } = await readIds(client);
  const machine = await aMachine(client, await aNetwork(client), { startvm: false });
  const root = items(await client.run("listVolumes", { virtualmachineid: String(machine["id"]) }), "volume")[0];
  const ostypeid = String(machine["ostypeid"]);
  const source = { volumeid: String(root?.["id"]), name: "t", displaytext: "t", ostypeid };
  const template = (await client.run("createTemplate", source))["template"] as Answer;
  const id = String(template["id"]);
  const user = await aMachine(client, await aNetwork(client), { templateid: id });

  await client.run("destroyVirtualMachine", { id: String(user["id"]) });
  const refused = await refusal(client, "deleteTemplate", { id, zoneid });
  await client.run("destroyVirtualMachine", { id: String(user["id"]), expunge: true });
  const deleted = await refusal(client, "deleteTemplate", { id, zoneid });

  expect(refused).toMatch(/^431 .*there are \[1\] VM instances/);
  expect(deleted).toBe("");
});

test("destroying a machine takes its data disks off and keeps them; expunging removes its root disk", async () => {
  const { zoneid, customDiskId } = await readIds(client);
  const machine = await aMachine(client, await aNetwork(client), { rootdisksize: 20 });
  const id = String(machine["id"]);
  const disk = { name: "d", diskofferingid: customDiskId, size: 5, zoneid };
  const volume = (await client.run("createVolume", disk))["volume"] as Answer;
  await client.run("attachVolume", { id: String(volume["id"]), virtualmachineid: id });
  const sizes = items(await client.run("listVolumes", { virtualmachineid: id }), "volume").map((row) => row["size"]);

  await client.run("destroyVirtualMachine", { id });
  const loose = items(await client.run("listVolumes", { id: String(volume["id"]) }), "volume")[0];
  const left = items(await client.run("listVolumes", { virtualmachineid: id }), "volume").map((row) => row["type"]);
  await client.run("destroyVirtualMachine", { id, expunge: true });
  const rootIsGone = await client.run("listVolumes", { virtualmachineid: id });
  const machineIsGone = await client.call("listVirtualMachines", { id });

  expect(sizes).toEqual([20 * GIB, 5 * GIB]);
  expect(loose).not.toHaveProperty("virtualmachineid");
  expect(left).toEqual(["ROOT"]);
  expect(rootIsGone).toEqual({});
  expect({ status: machineIsGone.status, answer: machineIsGone.answer }).toEqual({ status: 200, answer: {} });
});

test("a disk offering of a fixed size takes no size beside it, one of custom size needs it", async () => {
  const { zoneid, customDiskId } = await readIds(client);
  const fixed = items(await client.run("listDiskOfferings", { name: "Sandbox Disk 5" }), "diskoffering")[0];
  const fixedDiskId = String(fixed?.["id"]);

  const beside = await refusal(client, "createVolume", { name: "d", diskofferingid: fixedDiskId, size: 5, zoneid });
  const without = await refusal(client, "createVolume", { name: "d", diskofferingid: customDiskId, zoneid });

  expect(beside).toMatch(/^431 This disk offering does not allow custom size$/);
  expect(without).toMatch(/^431 This disk offering requires a custom size specified$/);
});

test("a custom offering takes its size from the deployment, within its bounds", async () => {
  const offerings = items(await client.run("listServiceOfferings", { name: "Sandbox Custom" }), "serviceoffering");
  const serviceofferingid = String(offerings[0]?.["id"]);
  const network = await aNetwork(client);
  const deploy = (cpu: number, memory: number) =>
    aMachine(client, network, { serviceofferingid, "details[0].cpuNumber": cpu, "details[1].memory": memory });

  const machine = await deploy(2, 2048);
  const tooBig = await deploy(17, 2048).catch((error: Error) => error.message);
  const noSize = await aMachine(client, network, { serviceofferingid }).catch((error: Error) => error.message);

  expect(offerings[0]).toMatchObject({ iscustomized: true });
  expect(machine).toMatchObject({ cpunumber: 2, memory: 2048 });
  expect(tooBig).toMatch(/431 Invalid CPU cores value, specify a value between 1 and 16/);
  expect(noSize).toMatch(/431 Invalid CPU cores value/);
});

test("starting a running machine fails, stopping a stopped one succeeds", async () => {
  const machine = await aMachine(client, await aNetwork(client));
  const id = String(machine["id"]);

  const start = await refusal(client, "startVirtualMachine", { id });
  const stops = [
    await refusal(client, "stopVirtualMachine", { id }),
    await refusal(client, "stopVirtualMachine", { id }),
  ];

  expect(start).toMatch(/^job 431 The virtual machine .* is already running$/);
  expect(stops).toEqual(["", ""]);
});

test("restoring a machine puts a fresh root disk under it and keeps its address", async () => {
  const machine = await aMachine(client, await aNetwork(client));
  const id = String(machine["id"]);
  const rootOf = async () =>
    items(await client.run("listVolumes", { virtualmachineid: id, type: "ROOT" }), "volume")[0]?.["id"];
  const before = await rootOf();
  const templates = items(
    await client.run("listTemplates", { templatefilter: "featured", name: "Ubuntu 24.04" }),
    "template",
  );

  await client.run("restoreVirtualMachine", { virtualmachineid: id, templateid: String(templates[0]?.["id"]) });
  const after = await machineNow(client, id);

  expect(await rootOf()).not.toBe(before);
  expect(after).toMatchObject({ state: "Running", templatename: "Ubuntu 24.04", ipaddress: machine["ipaddress"] });
});

test("a load balancer rule without protocol is changed by an update that fails", async () => {
  const network = await aNetwork(client);
  const ip = (await client.run("associateIpAddress", { networkid: network }))["ipaddress"] as Answer;
  const rule = { publicipid: String(ip["id"]), name: "lb", algorithm: "roundrobin", publicport: 80, privateport: 80 };
  const made = (await client.run("createLoadBalancerRule", rule))["loadbalancer"] as Answer;
  const id = String(made["id"]);

  const failed = await refusal(client, "updateLoadBalancerRule", { id, algorithm: "leastconn" });
  const now = items(await client.run("listLoadBalancerRules", { id }), "loadbalancerrule")[0];

  expect(failed).toMatch(/^job 530 Cannot invoke "String.equals\(Object\)"/);
  expect(now?.["algorithm"]).toBe("leastconn");
});

test("pages are cut from the whole list, and count stays the number of all", async () => {
  const first = await client.run("listOsTypes", { page: 1, pagesize: 5 });
  const third = await client.run("listOsTypes", { page: 3, pagesize: 5 });
  const beyond = await client.run("listOsTypes", { page: 4, pagesize: 5 });

  expect([items(first, "ostype").length, items(third, "ostype").length]).toEqual([5, 2]);
  expect([first["count"], third["count"]]).toEqual([12, 12]);
  expect(beyond).toEqual({ count: 12 });
});

test("host names are checked like a DNS label", async () => {
  const network = await aNetwork(client);

  const refused = await aMachine(client, network, { name: "not_a_label" }).catch((error: Error) => error.message);

  expect(refused).toMatch(/431 Invalid name. Vm name can contain ASCII letters/);
});

test("the cloud names itself a sandbox wherever a person reads names", async () => {
  const zones = items(await client.run("listZones"), "zone").map((zone) => zone["name"]);
  const offerings = items(await client.run("listServiceOfferings"), "serviceoffering").map((row) =>
    String(row["name"]),
  );
  const disks = items(await client.run("listDiskOfferings"), "diskoffering").map((row) => String(row["displaytext"]));
  const templates = items(await client.run("listTemplates", { templatefilter: "featured" }), "template");

  expect(zones).toEqual(["sandbox-zone"]);
  expect(offerings.every((name) => name.startsWith("Sandbox "))).toBe(true);
  expect(disks.every((text) => text.startsWith("Sandbox "))).toBe(true);
  expect(templates.map((row) => row["name"])).toEqual([
    "Ubuntu 22.04",
    "Ubuntu 24.04",
    "Debian 12",
    "Debian 13",
    "Rocky 9",
  ]);
  expect(templates.every((row) => String(row["displaytext"]).includes("sandbox"))).toBe(true);
});

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { aMachine, aNetwork, machineNow, refusal } from "./a-cloud.ts";
import { type Answer, items, makeSignedClient, type SignedClient } from "./signed-client.ts";

const EXPUNGE_SWITCH = "allow.user.expunge.recover.vm";
const FOREIGN = "531 Caller does not have permission to operate with provided resource.";

let sandbox: CloudstackSandbox;
let admin: SignedClient;
let demo: SignedClient;

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant" });
  admin = makeSignedClient(sandbox.apiUrl);
  demo = makeSignedClient(sandbox.apiUrl, "demo");
});

afterAll(() => sandbox.close());

test("a user is refused an administrator's command, and listApis doesn't show it", async () => {
  const refused = await demo.call("createDomain", { name: "x" });
  const listed = items(await demo.run("listApis"), "api").map((api) => api["name"]);

  expect(refused.status).toBe(432);
  expect(refused.topKey).toBe("errorresponse");
  expect(listed).toContain("deployVirtualMachine");
  expect(listed).not.toContain("createDomain");
  expect(listed).not.toContain("listConfigurations");
});

test("a user sees nobody else's objects in lists and may not touch them", async () => {
  const machine = await aMachine(admin, await aNetwork(admin));
  const id = String(machine["id"]);

  const byId = await demo.run("listVirtualMachines", { id });
  const all = await demo.run("listVirtualMachines", { listall: true });
  const stop = await refusal(demo, "stopVirtualMachine", { id });
  const destroy = await refusal(demo, "destroyVirtualMachine", { id });
  const volumes = await demo.run("listVolumes", { virtualmachineid: id });

  expect(byId).toEqual({});
  expect(all).toEqual({});
  expect([stop, destroy]).toEqual([FOREIGN, FOREIGN]);
  expect(volumes).toEqual({});
});

test("an administrator sees a user's machine with listall, with the account or by id, and not otherwise", async () => {
  const machine = await aMachine(demo, await aNetwork(demo));
  const id = String(machine["id"]);
  const seen = async (parameters: Record<string, string>) => {
    const rows = items(await admin.run("listVirtualMachines", parameters), "virtualmachine");
    return rows.some((row) => row["id"] === id);
  };

  expect(await seen({})).toBe(false);
  expect(await seen({ listall: "true" })).toBe(true);
  expect(await seen({ account: "demo" })).toBe(true);
  expect(await seen({ id })).toBe(true);
});

test("C9: a user may not expunge until the switch is on, and the network waits for it", async () => {
  const network = await aNetwork(demo);
  const machine = await aMachine(demo, network);
  const id = String(machine["id"]);

  const expunged = await refusal(demo, "destroyVirtualMachine", { id, expunge: true });
  await demo.run("destroyVirtualMachine", { id });
  const destroyed = (await machineNow(demo, id))?.["state"];
  const blocked = await refusal(demo, "deleteNetwork", { id: network });
  const recovered = await refusal(demo, "recoverVirtualMachine", { id });
  await admin.run("updateConfiguration", { name: EXPUNGE_SWITCH, value: true });
  const capability = (await demo.run("listCapabilities"))["capability"] as Answer;
  await demo.run("expungeVirtualMachine", { id });
  const gone = await demo.run("listVirtualMachines", { id });
  await demo.run("deleteNetwork", { id: network });
  await admin.run("resetConfiguration", { name: EXPUNGE_SWITCH });

  expect(expunged).toBe("job 530 Account does not have permission for expunging.");
  expect(destroyed).toBe("Destroyed");
  expect(blocked).toBe("job 530 Failed to delete network");
  expect(recovered).toMatch(/^531 /);
  expect(capability["allowuserexpungerecovervm"]).toBe(true);
  expect(gone).toEqual({});
});

test("project objects appear with projectid only, to members only", async () => {
  const created = (await admin.run("createProject", { name: "course", displaytext: "course" }))["project"] as Answer;
  const projectid = String(created["id"]);
  const network = await aNetwork(admin, { projectid });
  const machine = await aMachine(admin, network, { projectid, name: "in-project" });
  const names = async (client: SignedClient, parameters: Record<string, string>) =>
    items(await client.run("listVirtualMachines", parameters), "virtualmachine").map((row) => row["name"]);

  const withoutProject = await names(admin, { listall: "true" });
  const withProject = await names(admin, { projectid });
  const outsider = await refusal(demo, "listVirtualMachines", { projectid });
  const intruder = await refusal(demo, "stopVirtualMachine", { id: String(machine["id"]) });
  await admin.run("addAccountToProject", { projectid, account: "demo" });
  const member = await names(demo, { projectid });
  const everyProject = await names(demo, { projectid: "-1" });

  expect(machine["account"]).toBeUndefined();
  expect(machine["project"]).toBe("course");
  expect(withoutProject).not.toContain("in-project");
  expect(withProject).toEqual(["in-project"]);
  expect([outsider, intruder]).toEqual([FOREIGN, FOREIGN]);
  expect([member, everyProject]).toEqual([["in-project"], ["in-project"]]);
});

test("a new account's user works with the keys made for it, until the user is disabled", async () => {
  const person = { password: "x", email: "new@x.invalid", firstname: "N", lastname: "U", username: "newcomer" };
  const account = (await admin.run("createAccount", { ...person, accounttype: 0 }))["account"] as Answer;
  const id = String(items(account, "user")[0]?.["id"]);
  const keys = (await admin.run("registerUserKeys", { id }))["userkeys"] as Answer;
  const own = { apiKey: String(keys["apikey"]), secretKey: String(keys["secretkey"]) };
  const client = makeSignedClient(sandbox.apiUrl, own);

  const before = await client.call("listZones");
  await admin.run("disableUser", { id });
  const after = await client.call("listZones");

  expect([before.status, after.status]).toEqual([200, 401]);
});

test("an account's limit refuses the machine beyond it", async () => {
  const network = await aNetwork(demo);
  const used = items(await demo.run("listVirtualMachines"), "virtualmachine").filter(
    (vm) => vm["state"] !== "Destroyed",
  );
  await admin.run("updateResourceLimit", { account: "demo", resourcetype: 0, max: used.length + 1 });
  await aMachine(demo, network);

  const refused = await aMachine(demo, network).catch((error: Error) => error.message);
  await admin.run("updateResourceLimit", { account: "demo", resourcetype: 0, max: 20 });

  expect(refused).toMatch(/^deployVirtualMachine: 535 Maximum amount of resources of Type = 'user_vm'/);
});

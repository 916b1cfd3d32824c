import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { COMMANDS } from "../../../sandbox/cloudstack/command-table.ts";
import { SANDBOX_CREDENTIALS } from "../../../sandbox/cloudstack/seed/credentials.ts";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { aMachine, aNetwork, firstRefusedRule, readIds, refusal } from "./a-cloud.ts";
import { ADMIN_TOKEN, breakCommand } from "./fault-switch.ts";
import { type Answer, items, makeSignedClient, type SignedClient, sign } from "./signed-client.ts";

const SPEC = readFileSync(join(import.meta.dirname, "../../../sandbox/cloudstack/SPEC.md"), "utf8");

let sandbox: CloudstackSandbox;
let client: SignedClient;

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant", adminToken: ADMIN_TOKEN });
  client = makeSignedClient(sandbox.apiUrl);
});

afterAll(() => sandbox.close());

test("every deviation in the specification names a test that exists", () => {
  const [, deviations = ""] = SPEC.split("## Where it deviates");
  const lines =
    deviations
      .split("\n## ")[0]
      ?.split("\n")
      .filter((line) => line.startsWith("- ")) ?? [];
  const sources = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".test.ts"));
  const tests = sources.map((file) => readFileSync(join(import.meta.dirname, file), "utf8")).join("\n");

  const named = lines.map((line) => /Test: "(.+)"\.$/.exec(line)?.[1] ?? line);

  expect(named.filter((name) => !tests.includes(`test("${name}"`))).toEqual([]);
  expect(lines).toHaveLength(14);
});

test("the specification names the keys that open the sandbox", () => {
  for (const { apiKey, secretKey } of Object.values(SANDBOX_CREDENTIALS)) {
    expect(SPEC).toContain(apiKey);
    expect(SPEC).toContain(secretKey);
  }
});

test("a command the sandbox doesn't have is unknown, and listApis doesn't list it", async () => {
  const unknown = await client.call("createVPC", { name: "x" });
  const listed = items(await client.run("listApis"), "api").map((api) => String(api["name"]));

  expect([unknown.status, unknown.topKey]).toEqual([401, "errorresponse"]);
  expect(listed.sort()).toEqual(Object.keys(COMMANDS).sort());
});

test("answers JSON also to who asks for XML", async () => {
  const { apiKey, secretKey } = SANDBOX_CREDENTIALS.admin;

  const response = await fetch(
    `${sandbox.apiUrl}?${sign({ command: "listZones", apiKey, response: "xml" }, secretKey)}`,
  );

  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  expect(Object.keys((await response.json()) as object)).toEqual(["listzonesresponse"]);
});

test("a network without machines stays implemented", async () => {
  const network = await aNetwork(client);
  const machine = await aMachine(client, network);
  await client.run("updateConfiguration", { name: "network.gc.wait", value: 0 });

  await client.run("destroyVirtualMachine", { id: String(machine["id"]), expunge: true });
  const state = items(await client.run("listNetworks", { id: network }), "network")[0]?.["state"];

  expect(state).toBe("Implemented");
});

test("a destroyed machine is gone as soon as its delay has passed", async () => {
  const machine = await aMachine(client, await aNetwork(client));
  const id = String(machine["id"]);
  await client.run("destroyVirtualMachine", { id });

  const before = items(await client.run("listVirtualMachines", { id }), "virtualmachine")[0]?.["state"];
  await client.run("updateConfiguration", { name: "expunge.delay", value: 0 });
  const after = await client.run("listVirtualMachines", { id });
  await client.run("resetConfiguration", { name: "expunge.delay" });

  expect(before).toBe("Destroyed");
  expect(after).toEqual({});
});

test("a snapshot policy takes no snapshots by itself", async () => {
  const machine = await aMachine(client, await aNetwork(client));
  const root = items(await client.run("listVolumes", { virtualmachineid: String(machine["id"]) }), "volume")[0];
  const volumeid = String(root?.["id"]);

  await client.run("createSnapshotPolicy", {
    volumeid,
    intervaltype: "HOURLY",
    maxsnaps: 1,
    schedule: 0,
    timezone: "UTC",
  });
  const snapshots = await client.run("listSnapshots", { volumeid });

  expect(snapshots).toEqual({});
});

test("one job writes one event", async () => {
  const machine = await aMachine(client, await aNetwork(client));
  const resourceid = String(machine["id"]);

  await client.run("rebootVirtualMachine", { id: resourceid });
  const events = items(await client.run("listEvents", { resourceid }), "event");

  expect(events.map((event) => event["type"])).toEqual(["VM.REBOOT", "VM.CREATE"]);
});

test("tells memory, cores, clock, storage and addresses as capacity", async () => {
  const kinds = items(await client.run("listCapacity"), "capacity").map((capacity) => capacity["name"]);

  expect(kinds).toEqual(["MEMORY", "CPU", "STORAGE_ALLOCATED", "VIRTUAL_NETWORK_PUBLIC_IP", "CPU_CORE"]);
});

test("has a short list of operating system types and event types", async () => {
  const os = await client.run("listOsTypes");
  const events = await client.run("listEventTypes");
  const networks = await client.run("listNetworkOfferings");

  expect([os["count"], events["count"], networks["count"]]).toEqual([12, 7, 4]);
});

test("a reset password says that there is no guest", async () => {
  const { templateid } = await readIds(client);
  await client.run("updateTemplate", { id: templateid, passwordenabled: true });
  const machine = await aMachine(client, await aNetwork(client), { startvm: false });

  const reset = (await client.run("resetPasswordForVirtualMachine", { id: String(machine["id"]) }))["virtualmachine"];

  expect((reset as Answer)["password"]).toBe("sandbox-has-no-guest");
});

test("a bucket has its account's key, and its quota must be said", async () => {
  const [pool] = items(await client.run("listObjectStoragePools", {}), "objectstore");
  const wanted = { name: "files-0001", objectstorageid: String(pool?.["id"]) };

  const refused = await refusal(client, "createBucket", wanted);
  const { bucket: first } = (await client.run("createBucket", { ...wanted, quota: 1 })) as { bucket: Answer };
  const { bucket: second } = (await client.run("createBucket", { ...wanted, name: "files-0002", quota: 1 })) as {
    bucket: Answer;
  };

  expect(refused).toMatch(/^530 /);
  expect(first).toMatchObject({
    state: "Created",
    quota: 1,
    accesskey: "acs-admin",
    url: `${sandbox.url}/s3/files-0001`,
  });
  expect(second["usersecretkey"]).toBe(first["usersecretkey"]);
});

test("a domain has no limits", async () => {
  const domain = (await client.run("createDomain", { name: "somewhere" }))["domain"] as Answer;

  const listed = items(await client.run("listDomains", { id: String(domain["id"]) }), "domain")[0];

  expect(listed).toMatchObject({ vmlimit: "Unlimited", iplimit: "Unlimited", volumelimit: "Unlimited" });
});

test("rules are refused in the middle of a network's first deployment, and taken before", async () => {
  const network = await aNetwork(client);
  await breakCommand(sandbox.url, { kind: "job-delay", command: "deployVirtualMachine", ms: 1000, count: 1 });
  const rule = (port: number) => ({ networkid: network, protocol: "tcp", startport: port, endport: port });

  const before = await refusal(client, "createEgressFirewallRule", rule(80));
  const deploying = aMachine(client, network);
  const during = await firstRefusedRule((port) => refusal(client, "createEgressFirewallRule", rule(port)), deploying);
  await deploying;
  const after = await refusal(client, "createEgressFirewallRule", rule(443));

  expect([before, during, after]).toEqual(["", "job 530 Failed to create firewall rule", ""]);
});

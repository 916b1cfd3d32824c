import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { aMachine, aNetwork, machineNow, refusal } from "./a-cloud.ts";
import { ADMIN_TOKEN, breakCommand, callsTo, forgetCalls } from "./fault-switch.ts";
import { items, makeSignedClient, type SignedClient } from "./signed-client.ts";

let sandbox: CloudstackSandbox;
let client: SignedClient;

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant", adminToken: ADMIN_TOKEN });
  client = makeSignedClient(sandbox.apiUrl);
});

afterEach(async () => {
  for (const path of ["faults", "command-faults"]) await admin("DELETE", path);
});

afterAll(() => sandbox.close());

test("during an outage no call is answered, and afterwards the cloud is as it was", async () => {
  await admin("POST", "faults", { effect: { kind: "outage" } });

  const during = await client.call("listZones").then(
    () => "answered",
    () => "no answer",
  );
  await admin("DELETE", "faults");
  const after = await client.call("listZones");

  expect(during).toBe("no answer");
  expect(after.status).toBe(200);
});

test("a command can be refused as often as asked, with the given code and text", async () => {
  await breakCommand(sandbox.url, { kind: "error", command: "createNetwork", status: 533, text: "no room", count: 1 });

  const refused = await aNetwork(client).catch((error: Error) => error.message);
  const made = await aNetwork(client);

  expect(refused).toBe("createNetwork: 533 no room");
  expect(made).toMatch(/^[0-9a-f-]{36}$/);
});

test("a connection dropped before the call leaves nothing, dropped after it leaves the work done", async () => {
  const name = { name: "dropped", displaytext: "dropped", disksize: 1 };
  const exists = async () => items(await client.run("listDiskOfferings", { name: "dropped" }), "diskoffering").length;

  await breakCommand(sandbox.url, { kind: "drop-before", command: "createDiskOffering", count: 1 });
  const before = await client.call("createDiskOffering", name).catch(() => "dropped");
  const afterFirst = await exists();
  await breakCommand(sandbox.url, { kind: "drop-after", command: "createDiskOffering", count: 1 });
  const after = await client.call("createDiskOffering", name).catch(() => "dropped");

  expect([before, afterFirst]).toEqual(["dropped", 0]);
  expect([after, await exists()]).toEqual(["dropped", 1]);
});

test("half an answer leaves the work done, a web page in the place of one leaves nothing", async () => {
  const offering = { name: "halved", displaytext: "halved", disksize: 1 };
  const made = async () => items(await client.run("listDiskOfferings", { name: "halved" }), "diskoffering").length;

  await breakCommand(sandbox.url, { kind: "page", command: "createDiskOffering", status: 503, count: 1 });
  const page = await client.call("createDiskOffering", offering).catch(() => "no JSON");
  const afterPage = await made();
  await breakCommand(sandbox.url, { kind: "half", command: "createDiskOffering", count: 1 });
  const half = await client.call("createDiskOffering", offering).catch(() => "broken off");

  expect([page, afterPage]).toEqual(["no JSON", 0]);
  expect([half, await made()]).toEqual(["broken off", 1]);
});

test("a job that was made endless ends when the pending ones are told to", async () => {
  const machine = await aMachine(client, await aNetwork(client));
  await breakCommand(sandbox.url, { kind: "job-delay", command: "stopVirtualMachine", ms: 2_000_000_000, count: 1 });

  const { answer } = await client.call("stopVirtualMachine", { id: String(machine["id"]) });
  const before = await client.call("queryAsyncJobResult", { jobid: String(answer["jobid"]) });
  await admin("DELETE", "pending-jobs");
  const after = await client.finished(String(answer["jobid"]));

  expect([before.answer["jobstatus"], after["jobstatus"]]).toEqual([0, 1]);
});

test("a start that fails leaves a machine in Error, which keeps its name and its network (finding 3)", async () => {
  const network = await aNetwork(client);
  await breakCommand(sandbox.url, { kind: "job-error", command: "deployVirtualMachine", count: 1 });

  const failed = await aMachine(client, network, { name: "broken" }).catch((error: Error) => error.message);
  const left = items(await client.run("listVirtualMachines", { networkid: network }), "virtualmachine");
  const clash = await aMachine(client, network, { name: "broken" }).catch((error: Error) => error.message);
  const blocked = await refusal(client, "deleteNetwork", { id: network });

  expect(failed).toMatch(/job failed: Unable to start a VM/);
  expect(left.map((machine) => machine["state"])).toEqual(["Error"]);
  expect(clash).toMatch(/431 The vm with hostName broken already exists in the network domain/);
  expect(blocked).toBe("job 530 Failed to delete network");
});

test("while a job is pending its machine says so, and the job names the management server", async () => {
  const machine = await aMachine(client, await aNetwork(client));
  const id = String(machine["id"]);
  await breakCommand(sandbox.url, { kind: "job-delay", command: "stopVirtualMachine", ms: 200, count: 1 });

  const { answer } = await client.call("stopVirtualMachine", { id });
  const listed = await machineNow(client, id);
  const { answer: job } = await client.call("queryAsyncJobResult", { jobid: String(answer["jobid"]) });
  const done = await client.finished(String(answer["jobid"]));

  expect(listed).toMatchObject({ state: "Stopping", jobid: answer["jobid"], jobstatus: 0 });
  expect(job).toMatchObject({ jobstatus: 0, jobresultcode: 0, managementservername: "sandbox" });
  expect(job).not.toHaveProperty("jobresult");
  expect(done).toMatchObject({
    jobstatus: 1,
    jobresulttype: "object",
    jobresult: { virtualmachine: { jobstatus: 0 } },
  });
  expect(done).not.toHaveProperty("managementservername");
});

test("the call log tells what was called, without keys and user data", async () => {
  await forgetCalls(sandbox.url);
  await aMachine(client, await aNetwork(client), { name: "logged", userdata: "c2VjcmV0" });

  const calls = await callsTo(sandbox.url);

  expect(calls.find(({ command }) => command === "deployVirtualMachine")?.parameters).toMatchObject({ name: "logged" });
  expect(JSON.stringify(calls)).not.toMatch(/c2VjcmV0|sandbox-admin-api-key|signature/i);
});

test("the switches are closed without the token, and absent when the sandbox has none", async () => {
  const closed = await startCloudstackSandbox({ port: 0, latency: "instant" });

  const wrong = await fetch(`${sandbox.url}/sandbox-admin/command-faults`, { headers: { "x-sandbox-token": "guess" } });
  const none = await fetch(`${sandbox.url}/sandbox-admin/faults`);
  const absent = await fetch(`${closed.url}/sandbox-admin/command-faults`, { headers: { "x-sandbox-token": "" } });
  await closed.close();

  expect([wrong.status, none.status, absent.status]).toEqual([403, 403, 404]);
});

async function admin(method: string, path: string, body?: object): Promise<void> {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const headers = { "x-sandbox-token": ADMIN_TOKEN, ...type };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}/sandbox-admin/${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
}

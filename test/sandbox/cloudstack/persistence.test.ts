import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { aMachine, aNetwork, machineNow, readIds } from "./a-cloud.ts";
import { ADMIN_TOKEN, breakCommand } from "./fault-switch.ts";
import { items, makeSignedClient } from "./signed-client.ts";

let folder: string;
let open: CloudstackSandbox[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cloudstack-sandbox-test-"));
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((sandbox) => sandbox.close()));
  rmSync(folder, { recursive: true, force: true });
});

test("a restarted sandbox still has its machines, addresses, jobs and settings", async () => {
  const first = await start();
  const client = makeSignedClient(first.apiUrl);
  const machine = await aMachine(client, await aNetwork(client), { name: "keeps" });
  await client.run("updateConfiguration", { name: "expunge.delay", value: 3600 });
  const { answer } = await client.call("rebootVirtualMachine", { id: String(machine["id"]) });
  await client.finished(String(answer["jobid"]));
  await first.close();

  const again = makeSignedClient((await start()).apiUrl);
  const kept = await machineNow(again, machine["id"]);
  const job = await again.finished(String(answer["jobid"]));
  const setting = await again.run("listConfigurations", { name: "expunge.delay" });

  expect(kept).toMatchObject({ name: "keeps", state: "Running", ipaddress: machine["ipaddress"] });
  expect(job).toMatchObject({ jobstatus: 1, jobinstanceid: machine["id"] });
  expect(setting).toMatchObject({ configuration: [{ value: "3600" }] });
});

test("a job that was pending when the sandbox stopped is finished after the restart, under the same id", async () => {
  const first = await start();
  const client = makeSignedClient(first.apiUrl);
  const { zoneid, templateid, serviceofferingid } = await readIds(client);
  const base = { zoneid, templateid, serviceofferingid, networkids: await aNetwork(client) };
  await breakCommand(first.url, { kind: "job-delay", command: "deployVirtualMachine", ms: 500, count: 1 });
  const { answer } = await client.call("deployVirtualMachine", { ...base, name: "pending" });
  const before = await machineNow(client, answer["id"]);
  await first.close();

  const again = makeSignedClient((await start()).apiUrl);
  const job = await again.finished(String(answer["jobid"]));
  const after = await machineNow(again, answer["id"]);

  expect(before?.["state"]).toBe("Starting");
  expect(job["jobstatus"]).toBe(1);
  expect(after?.["state"]).toBe("Running");
});

test("a download that was under way when the sandbox stopped is taken up again", async () => {
  let isHeldBack = true;
  const source = createServer((_request, response) => {
    response.writeHead(200, { "content-length": 4 });
    if (isHeldBack) response.write("ab");
    else response.end("abcd");
  });
  await new Promise<void>((resolve) => source.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(source.address() as AddressInfo).port}/image.qcow2`;
  const first = await start();
  const client = makeSignedClient(first.apiUrl);
  const { zoneid } = await readIds(client);
  const template = { name: "half", displaytext: "half", format: "QCOW2", hypervisor: "KVM", url, zoneid };
  await client.run("registerTemplate", template);
  await first.close();
  isHeldBack = false;

  const again = makeSignedClient((await start()).apiUrl);
  const find = async () => items(await again.run("listTemplates", { templatefilter: "self" }), "template")[0];
  while ((await find())?.["isready"] !== true) await new Promise((resolve) => setTimeout(resolve, 5));
  const ready = await find();
  source.closeAllConnections();
  source.close();

  expect(ready).toMatchObject({ name: "half", status: "Download Complete", physicalsize: 4 });
});

test("the state file is replaced as a whole, and nothing half written stays beside it", async () => {
  const sandbox = await start();
  await aNetwork(makeSignedClient(sandbox.apiUrl));
  await sandbox.close();

  expect(readdirSync(folder).sort()).toEqual(["cloudstack-images", "cloudstack-objects", "state.json"]);
});

async function start(): Promise<CloudstackSandbox> {
  const stateFile = join(folder, "state.json");
  const sandbox = await startCloudstackSandbox({
    port: 0,
    latency: "instant",
    stateFile,
    adminToken: ADMIN_TOKEN,
    allowLoopbackImages: true,
  });
  open.push(sandbox);
  return sandbox;
}

import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { emptyQcow2, readVirtualSize } from "../../../sandbox/cloudstack/images/qcow2.ts";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { aMachine, aNetwork, readIds, refusal } from "./a-cloud.ts";
import { type Answer, items, makeSignedClient, type SignedClient } from "./signed-client.ts";

const GIB = 2 ** 30;
const IMAGE = Buffer.concat([emptyQcow2(3 * GIB), Buffer.from("content that must survive the journey")]);
const SHA256 = createHash("sha256").update(IMAGE).digest("hex");

let sandbox: CloudstackSandbox;
let client: SignedClient;
let source: Server;
let sourceUrl: string;
/** Set by a test that wants to see a download half way. */
let release: Promise<void> | undefined;

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant", allowLoopbackImages: true });
  client = makeSignedClient(sandbox.apiUrl);
  source = createServer(async (request, response) => {
    if (request.url !== "/image.qcow2") return response.writeHead(404).end();
    response.writeHead(200, { "content-length": IMAGE.length });
    response.write(IMAGE.subarray(0, IMAGE.length / 2));
    await release;
    return response.end(IMAGE.subarray(IMAGE.length / 2));
  });
  await new Promise<void>((resolve) => source.listen(0, "127.0.0.1", resolve));
  sourceUrl = `http://127.0.0.1:${(source.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await sandbox.close();
  await new Promise((resolve) => source.close(resolve));
});

test("a registered template goes through NN% Downloaded and is then ready with its virtual size", async () => {
  let letGo = () => {};
  release = new Promise((resolve) => {
    letGo = resolve;
  });
  const id = await register({ checksum: `{SHA-256}${SHA256}` });

  const half = await until(id, (template) => /^[1-9]\d?% Downloaded$/.test(String(template["status"])));
  letGo();
  const ready = await until(id, (template) => template["isready"] === true);

  expect(half).toMatchObject({ isready: false, downloaddetails: [{ downloadState: "DOWNLOAD_IN_PROGRESS" }] });
  expect(ready).toMatchObject({ status: "Download Complete", size: 3 * GIB, physicalsize: IMAGE.length });
});

test("a template with a wrong checksum, or of a file that isn't there, says why and never becomes ready", async () => {
  release = undefined;
  const wrong = await register({ checksum: `{SHA-256}${"0".repeat(64)}` });
  const absent = await register({ url: `${sourceUrl}/absent.qcow2` });
  const failed = (template: Answer) => JSON.stringify(template["downloaddetails"]).includes("DOWNLOAD_ERROR");

  const texts = [await until(wrong, failed), await until(absent, failed)];

  expect(texts.map((template) => template["isready"])).toEqual([false, false]);
  expect(texts[0]?.["status"]).toMatch(/checksum of the downloaded file does not match/);
  expect(texts[1]?.["status"]).toMatch(/HTTP Server returned 404/);
});

test("a snapshot's download URL serves the bytes of the template its machine was made from, ranges too", async () => {
  release = undefined;
  const { zoneid } = await readIds(client);
  const templateid = await register({});
  await until(templateid, (template) => template["isready"] === true);
  const machine = await aMachine(client, await aNetwork(client), { templateid });
  const root = items(await client.run("listVolumes", { virtualmachineid: String(machine["id"]) }), "volume")[0];
  const snapshot = (await client.run("createSnapshot", { volumeid: String(root?.["id"]), asyncbackup: true }))[
    "snapshot"
  ];
  const id = String((snapshot as Answer)["id"]);

  const extracted = (await client.run("extractSnapshot", { id, zoneid }))["snapshot"] as Answer;
  const url = String(extracted["url"]);
  const whole = Buffer.from(await (await fetch(url)).arrayBuffer());
  const part = await fetch(url, { headers: { range: "bytes=0-3" } });

  expect(extracted).toMatchObject({ id, zoneid, extractMode: "HTTP_DOWNLOAD", state: "DOWNLOAD_URL_CREATED" });
  expect(url.startsWith(`${sandbox.url}/userdata/`)).toBe(true);
  expect(createHash("sha256").update(whole).digest("hex")).toBe(SHA256);
  expect(part.status).toBe(206);
  expect(await part.text()).toBe("QFI\xfb".replace("\xfb", "\ufffd"));
});

test("a seeded template or a data disk is served as an empty QCOW2 image of its size", async () => {
  const { zoneid, templateid, customDiskId } = await readIds(client);
  const disk = { name: "d", diskofferingid: customDiskId, size: 5, zoneid };
  const volume = (await client.run("createVolume", disk))["volume"] as Answer;

  const template = (await client.run("extractTemplate", { id: templateid, zoneid, mode: "HTTP_DOWNLOAD" }))["template"];
  const data = (await client.run("extractVolume", { id: String(volume["id"]), zoneid, mode: "HTTP_DOWNLOAD" }))[
    "volume"
  ];
  const sizeAt = async (answer: unknown) =>
    readVirtualSize(Buffer.from(await (await fetch(String((answer as Answer)["url"]))).arrayBuffer()));

  expect(await sizeAt(template)).toBe(2 * GIB);
  expect(await sizeAt(data)).toBe(5 * GIB);
});

test("a download URL ends with its time, and no other file is served", async () => {
  const { zoneid, templateid } = await readIds(client);
  const template = await client.run("extractTemplate", { id: templateid, zoneid, mode: "HTTP_DOWNLOAD" });
  const url = String((template["template"] as Answer)["url"]);
  const registered = await register({});
  await until(registered, (row) => row["isready"] === true);

  const fresh = (await fetch(url)).status;
  await client.run("updateConfiguration", { name: "extract.url.expiration.interval", value: -1 });
  const expired = (await fetch(url)).status;
  await client.run("resetConfiguration", { name: "extract.url.expiration.interval" });
  const stored = (await fetch(`${sandbox.url}/userdata/${registered}.qcow2`)).status;

  expect([fresh, expired, stored]).toEqual([200, 404, 404]);
});

test("an uploaded volume is attached with the size of its image", async () => {
  release = undefined;
  const { zoneid, customDiskId } = await readIds(client);
  const machine = await aMachine(client, await aNetwork(client));
  const upload = { name: "up", format: "QCOW2", zoneid, diskofferingid: customDiskId, url: `${sourceUrl}/image.qcow2` };

  const volume = (await client.run("uploadVolume", upload))["volume"] as Answer;
  const attach = { id: String(volume["id"]), virtualmachineid: String(machine["id"]) };
  const attached = (await client.run("attachVolume", attach))["volume"] as Answer;

  expect(volume).toMatchObject({ state: "Uploaded", size: 3 * GIB });
  expect(attached).toMatchObject({ state: "Ready", deviceid: 1 });
});

test("image URLs are checked like a real server does, loopback included unless the sandbox allows it", async () => {
  const strict = await startCloudstackSandbox({ port: 0, latency: "instant" });
  const upload = { name: "x", displaytext: "x", format: "QCOW2", hypervisor: "KVM" };
  const why = (url: string, on: SignedClient) => refusal(on, "registerTemplate", { ...upload, url });

  const loopback = await why(`${sourceUrl}/image.qcow2`, makeSignedClient(strict.apiUrl));
  await strict.close();

  expect(loopback).toBe("431 Illegal host specified in URL.");
  expect(await why("http://169.254.1.1/image.qcow2", client)).toBe("431 Illegal host specified in URL.");
  expect(await why("ftp://127.0.0.1/image.qcow2", client)).toMatch(/^431 Unsupported scheme/);
  expect(await why(`${sourceUrl}/image.iso`, client)).toBe("431 Please specify a valid qcow2");
});

test("snapshots refuse quiescevm, and a running machine when the setting is off", async () => {
  const machine = await aMachine(client, await aNetwork(client));
  const root = items(await client.run("listVolumes", { virtualmachineid: String(machine["id"]) }), "volume")[0];
  const volumeid = String(root?.["id"]);

  const quiesced = await refusal(client, "createSnapshot", { volumeid, quiescevm: true });
  await client.run("updateConfiguration", { name: "kvm.snapshot.enabled", value: false });
  const running = await refusal(client, "createSnapshot", { volumeid });
  await client.run("resetConfiguration", { name: "kvm.snapshot.enabled" });

  expect(quiesced).toMatch(/^431 can't handle quiescevm equal true/);
  expect(running).toMatch(/^431 KVM Snapshot is not supported for Running VMs/);
});

async function register(more: Record<string, string>): Promise<string> {
  const { zoneid } = await readIds(client);
  const url = `${sourceUrl}/image.qcow2`;
  const base = { name: "t", displaytext: "t", format: "QCOW2", hypervisor: "KVM", url, zoneid, isextractable: true };
  const answer = await client.run("registerTemplate", { ...base, ...more });
  return String(items(answer, "template")[0]?.["id"]);
}

async function until(id: string, is: (template: Answer) => boolean): Promise<Answer> {
  for (let poll = 0; poll < 1000; poll++) {
    const [template] = items(await client.run("listTemplates", { templatefilter: "self", id }), "template");
    if (template && is(template)) return template;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`template ${id} never got there`);
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { until } from "../_helpers/until.ts";
import { aMachine, aNetwork as anIsolatedNetwork, machineNow } from "./cloudstack/a-cloud.ts";
import { makeSignedClient } from "./cloudstack/signed-client.ts";
import { ADMIN_TOKEN, aNetwork, aServer, serverStatus, startCloud } from "./openstack/a-cloud.ts";

/** An image whose system no seeded image has: no guest is ever started, so no QEMU is needed. */
const GUEST_IMAGE = {
  os: { family: "plan9", version: "4" },
  disk: "d",
  kernel: "k",
  initrd: "i",
  rootDevice: "/dev/vda1",
};
let imageFolder: string;

beforeAll(async () => {
  imageFolder = await mkdtemp(join(tmpdir(), "twg-image-"));
  await writeFile(join(imageFolder, "guest-image.json"), JSON.stringify(GUEST_IMAGE));
});
afterAll(() => rm(imageFolder, { recursive: true, force: true }));

test("on OpenStack a server of another system than the guests' ends in ERROR, and its fault says so", async () => {
  const cloud = await startCloud({ guests: { imageFolder, acceleration: "tcg" } });
  try {
    const { networkId } = await aNetwork(cloud.demo);
    const id = await aServer(cloud.demo, { networks: [{ uuid: networkId }] });
    await until(async () => (await serverStatus(cloud.demo, id)) === "ERROR");

    const { json } = await cloud.demo.call("compute", "GET", `/servers/${id}`);
    const listed = await fetch(`${cloud.url}/sandbox-admin/guests`, { headers: { "x-sandbox-token": ADMIN_TOKEN } });
    const stranger = await fetch(`${cloud.url}/sandbox-admin/guests`);

    const { fault } = json["server"] as { fault: { message: string } };
    expect(fault.message).toBe("the sandbox's guests are plan9 4; it cannot boot debian 12");
    expect(await listed.json()).toMatchObject({ acceleration: "tcg", guests: [{ id, state: "off", doors: [] }] });
    expect(stranger.status).toBe(403);
  } finally {
    await cloud.close();
  }
});

test("on CloudStack a machine of another system than the guests' ends in Error", async () => {
  const guests = { imageFolder, acceleration: "tcg" } as const;
  const cloud = await startCloudstackSandbox({ port: 0, latency: "instant", guests });
  try {
    const client = makeSignedClient(cloud.apiUrl);
    const { id } = await aMachine(client, await anIsolatedNetwork(client));

    await until(async () => (await machineNow(client, id))?.["state"] === "Error");

    expect((await machineNow(client, id))?.["state"]).toBe("Error");
  } finally {
    await cloud.close();
  }
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { idOf } from "../../../tools/openstack-shapes/read.ts";
import { ADMIN_TOKEN, aVolume, serverStatus, startCloud, steppedClock, type TestCloud } from "./a-cloud.ts";

let directory = "";
let clouds: TestCloud[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "openstack-sandbox-state-"));
});
afterEach(async () => {
  for (const cloud of clouds) await cloud.close();
  clouds = [];
  rmSync(directory, { recursive: true, force: true });
});

async function open(options: Parameters<typeof startCloud>[0] = {}): Promise<TestCloud> {
  const cloud = await startCloud({ stateFile: join(directory, "openstack.json"), ...options });
  clouds.push(cloud);
  return cloud;
}

test("keeps volumes, image contents and logins over a restart", async () => {
  const before = await open();
  const image = await before.demo.call("image", "POST", "/images", {
    body: { name: "kept", disk_format: "raw", container_format: "bare" },
  });
  const path = `/images/${String(image.json["id"])}/file`;
  const headers = { "content-type": "application/octet-stream" };
  await before.demo.call("image", "PUT", path, { raw: new TextEncoder().encode("content"), headers });
  const volume = await aVolume(before.demo, { size: 2, name: "kept" });
  await before.close();

  const after = await open();
  const oldToken = { token: before.demo.token };
  const [content, read] = [
    await after.demo.call("image", "GET", path),
    await after.demo.call("volume", "GET", `/volumes/${volume}`, oldToken),
  ];

  expect(content.text).toBe("content");
  expect(read.json["volume"]).toMatchObject({ name: "kept", status: "available", size: 2 });
});

test("writes the state soon after a change, so that even a kill loses next to nothing", async () => {
  const first = await open();
  const volume = await aVolume(first.demo, { size: 1 });
  await new Promise((resolve) => setTimeout(resolve, 200));

  const second = await open();

  expect((await second.demo.call("volume", "GET", `/volumes/${volume}`)).status).toBe(200);
});

test("finishes after a restart what was under way before", async () => {
  const clock = steppedClock();
  const before = await open({ latency: "recorded", clock });
  const images = (await before.demo.call("image", "GET", "/images?name=Debian%2012")).json["images"] as {
    id: string;
  }[];
  const body = { server: { name: "x", flavorRef: "2", imageRef: images[0]?.id, networks: "none" } };
  const id = idOf(await before.demo.call("compute", "POST", "/servers", { body }), "server");
  const early = await serverStatus(before.demo, id);
  await before.close();
  clock.advance(5000);

  const after = await open({ latency: "recorded", clock });

  expect([early, await serverStatus(after.demo, id)]).toEqual(["BUILD", "ACTIVE"]);
});

function addFault(cloud: TestCloud, fault: unknown, token = ADMIN_TOKEN): Promise<Response> {
  return fetch(`${cloud.url}/sandbox-admin/faults`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-sandbox-token": token },
    body: JSON.stringify(fault),
  });
}

test("answers an injected status as often as asked, and only where asked", async () => {
  const cloud = await open();
  await addFault(cloud, { method: "POST", path: "/volumes$", count: 1, effect: { kind: "status", status: 503 } });
  const create = () => cloud.demo.call("volume", "POST", "/volumes", { body: { volume: { size: 1 } } });

  const read = await cloud.demo.call("volume", "GET", "/volumes");
  const [first, second] = [await create(), await create()];

  expect([read.status, first.status, second.status]).toEqual([200, 503, 202]);
});

test("drops the connection after doing the work, so that a client does not know", async () => {
  const cloud = await open();
  await addFault(cloud, { method: "POST", path: "/volumes$", count: 1, effect: { kind: "drop", when: "after" } });

  const lost = cloud.demo.call("volume", "POST", "/volumes", { body: { volume: { size: 1 } } });

  await expect(lost).rejects.toThrow("fetch failed");
  expect((await cloud.demo.call("volume", "GET", "/volumes")).json["volumes"]).toHaveLength(1);
});

test("drops the connection before doing anything", async () => {
  const cloud = await open();
  await addFault(cloud, { method: "POST", path: "/volumes$", count: 1, effect: { kind: "drop", when: "before" } });

  const lost = cloud.demo.call("volume", "POST", "/volumes", { body: { volume: { size: 1 } } });

  await expect(lost).rejects.toThrow("fetch failed");
  expect((await cloud.demo.call("volume", "GET", "/volumes")).json["volumes"]).toEqual([]);
});

test("breaks off in the middle of an answer after doing the work, and answers with a web page without doing it", async () => {
  const cloud = await open();
  const create = () => cloud.demo.call("volume", "POST", "/volumes", { body: { volume: { size: 1 } } });
  const fault = { method: "POST", path: "/volumes$", count: 1 };

  await addFault(cloud, { ...fault, effect: { kind: "half" } });
  await expect(create()).rejects.toThrow("terminated");
  await addFault(cloud, { ...fault, effect: { kind: "page", status: 502 } });
  const page = await create();

  expect([page.status, page.headers.get("content-type"), page.text.slice(0, 15)]).toEqual([
    ...[502, "text/html; charset=utf-8", "<!DOCTYPE html>"],
  ]);
  expect((await cloud.demo.call("volume", "GET", "/volumes")).json["volumes"]).toHaveLength(1);
});

test("ends a token with the request that carries it, and only that one", async () => {
  const cloud = await open();
  const other = await cloud.login("guest");
  await addFault(cloud, { path: "/volumes$", count: 1, effect: { kind: "expire-token" } });

  const ended = await cloud.demo.call("volume", "GET", "/volumes");
  const later = await cloud.demo.call("compute", "GET", "/servers");

  expect([ended.status, later.status]).toEqual([401, 401]);
  expect((await other.call("compute", "GET", "/servers")).status).toBe(200);
  expect((await (await cloud.login("demo")).call("compute", "GET", "/servers")).status).toBe(200);
});

test("is down as a whole during an outage and back when the fault is lifted", async () => {
  const cloud = await open();
  await addFault(cloud, { effect: { kind: "outage" } });

  await expect(cloud.demo.call("identity", "GET", "/auth/projects")).rejects.toThrow("fetch failed");
  await expect(cloud.demo.call("compute", "GET", "/servers")).rejects.toThrow("fetch failed");
  await fetch(`${cloud.url}/sandbox-admin/faults`, { method: "DELETE", headers: { "x-sandbox-token": ADMIN_TOKEN } });

  expect((await cloud.demo.call("compute", "GET", "/servers")).status).toBe(200);
});

test("lets nobody without the token break the cloud", async () => {
  const cloud = await open();

  const answer = await addFault(cloud, { effect: { kind: "outage" } }, "guessed");

  expect(answer.status).toBe(403);
  expect((await cloud.demo.call("compute", "GET", "/servers")).status).toBe(200);
});

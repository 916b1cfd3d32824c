import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Answer, until } from "../../../tools/openstack-shapes/probe.ts";
import { startCloud, type TestCloud } from "./a-cloud.ts";

let cloud: TestCloud;
const CONTENT = new TextEncoder().encode("0123456789".repeat(1000));
const source = createServer((request, response) => {
  response.statusCode = request.url === "/disk.raw" ? 200 : 404;
  response.end(request.url === "/disk.raw" ? CONTENT : "");
});
let sourcePort = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => source.listen(0, "127.0.0.1", resolve));
  sourcePort = (source.address() as AddressInfo).port;
  cloud = await startCloud({ importPorts: [80, 443, sourcePort] });
});
afterAll(async () => {
  await cloud.close();
  await new Promise((resolve) => source.close(resolve));
});

async function anImage(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const body = { name: "disk", disk_format: "raw", container_format: "bare", visibility: "private", ...more };
  return String((await cloud.demo.call("image", "POST", "/images", { body })).json["id"]);
}

function upload(id: string, raw: Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
  return cloud.demo.call("image", "PUT", `/images/${id}/file`, {
    raw,
    headers: { "content-type": "application/octet-stream", ...headers },
  });
}

const read = (id: string) => cloud.demo.call("image", "GET", `/images/${id}`);

test("names MD5, SHA-512 and size of what was uploaded, and gives it back whole and in part", async () => {
  const id = await anImage();

  await upload(id, CONTENT);
  const image = await read(id);
  const whole = await cloud.demo.call("image", "GET", `/images/${id}/file`);
  const part = await cloud.demo.call("image", "GET", `/images/${id}/file`, { headers: { range: "bytes=9990-" } });

  expect(image.json).toMatchObject({
    status: "active",
    size: CONTENT.length,
    checksum: createHash("md5").update(CONTENT).digest("hex"),
    os_hash_value: createHash("sha512").update(CONTENT).digest("hex"),
  });
  expect(whole.text.length).toBe(CONTENT.length);
  expect([part.status, part.text, part.headers.get("content-range")]).toEqual([
    206,
    "0123456789",
    "bytes 9990-9999/10000",
  ]);
});

test("leaves an image queued when fewer bytes came than announced", async () => {
  const id = await anImage();

  const answer = await upload(id, CONTENT, { "x-openstack-image-size": "20000" });

  expect(answer.status).toBe(400);
  expect((await read(id)).json).toMatchObject({ status: "queued", size: null });
});

test("imports by URL only through the allowed ports and falls back to queued when the source fails (O7)", async () => {
  const [good, bad, far] = [await anImage(), await anImage(), await anImage()];
  const importUrl = (id: string, uri: string) =>
    cloud.demo.call("image", "POST", `/images/${id}/import`, { body: { method: { name: "web-download", uri } } });

  const answers = [
    await importUrl(good, `http://127.0.0.1:${sourcePort}/disk.raw`),
    await importUrl(bad, `http://127.0.0.1:${sourcePort}/missing.raw`),
    await importUrl(far, "http://127.0.0.1:8080/disk.raw"),
  ];
  const active = await until(
    () => read(good),
    ({ json }) => json["status"] !== "importing",
  );
  const failed = await until(
    () => read(bad),
    ({ json }) => json["status"] !== "importing",
  );

  expect(answers.map((answer) => answer.status)).toEqual([202, 202, 400]);
  expect(active.json).toMatchObject({ status: "active", size: CONTENT.length });
  expect(failed.json).toMatchObject({ status: "queued", os_glance_failed_import: "sandbox" });
});

test("lists by name, property and tag, sorted and page by page", async () => {
  await anImage({ name: "a-list", generation: "7", tags: ["dr"] });
  await anImage({ name: "b-list", generation: "7" });
  const names = async (query: string) => {
    const { json } = await cloud.demo.call("image", "GET", `/images?${query}`);
    return (json["images"] as { name: string }[]).map((image) => image.name);
  };

  expect(await names("generation=7&sort=name:asc")).toEqual(["a-list", "b-list"]);
  expect(await names("generation=7&sort=name:desc&limit=1")).toEqual(["b-list"]);
  expect(await names("generation=7&tag=dr")).toEqual(["a-list"]);
  expect(await names("os_distro=rocky")).toEqual(["Rocky 9"]);
  expect((await names("visibility=public&sort=name:asc")).slice(0, 2)).toEqual(["Debian 12", "Debian 13"]);
  const page = await cloud.demo.call("image", "GET", "/images?limit=2");
  const next = await cloud.demo.call("image", "GET", `${cloud.url}/image${String(page.json["next"])}`);
  const ids = [page, next].flatMap(({ json }) => (json["images"] as { id: string }[]).map((image) => image.id));
  expect(new Set(ids).size).toBe(4);
});

test("shares an image with a project, which sees it in its list after accepting", async () => {
  const guest = await cloud.login("guest");
  const id = await anImage({ visibility: "shared", name: "for-guest" });
  await cloud.demo.call("image", "POST", `/images/${id}/members`, { body: { member: guest.projectId } });
  const listed = async () =>
    ((await guest.call("image", "GET", "/images?name=for-guest")).json["images"] as unknown[]).length;

  const before = await listed();
  const accepted = await guest.call("image", "PUT", `/images/${id}/members/${guest.projectId}`, {
    body: { status: "accepted" },
  });
  const after = await listed();

  expect(accepted.json).toMatchObject({ status: "accepted" });
  expect([before, after]).toEqual([0, 1]);
});

test("states the virtual size of an uploaded qcow2 disk from its header", async () => {
  const { emptyQcow2 } = await import("../../../sandbox/openstack/image/qcow2.ts");
  const id = await anImage({ disk_format: "qcow2" });

  await upload(id, emptyQcow2(3 * 2 ** 30));

  expect((await read(id)).json).toMatchObject({ virtual_size: 3 * 2 ** 30 });
});

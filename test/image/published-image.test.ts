import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runCli } from "../../src/cli/run-cli.ts";
import type { Catalog, Cloud, ConnectionStep, Image } from "../../src/contract/index.ts";
import { sha256Of, smallDisk } from "../_helpers/small-disk.ts";
import {
  apply,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { until } from "../_helpers/until.ts";

const PATIENCE_MS = 120_000;
const ENV = { TWINSTACK_IMAGE_NETWORKS: "127.0.0.0/8" };
const REQUIREMENT = `
name: from-golden
software:
  os: { family: ubuntu, version: "24.04" }
placement:
  standby: { mode: running }
`;
let folder: string;
let service: StartedService;
let clouds: readonly Cloud[];

beforeAll(async () => {
  folder = await makeDataFolder();
  service = await startService({ folder, env: ENV });
  clouds = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body.items;
}, PATIENCE_MS);
afterAll(async () => {
  await service?.stop();
  await removeDataFolder(folder);
});

async function add(body: object): Promise<Image> {
  const answer = await service.api<Image>("POST", "/images", body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

async function send(image: Image, bytes: Uint8Array, offset: number): Promise<Response> {
  const token = await tokenOf();
  return fetch(`${service.url}/api/v1/images/${image.id}/content`, {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/offset+octet-stream",
      "upload-offset": String(offset),
    },
    body: Buffer.from(bytes),
  });
}

async function tokenOf(): Promise<string> {
  return (await readFile(`${folder}/token`, "utf8")).trim();
}

async function now(image: Image): Promise<Image> {
  return (await service.api<Image>("GET", `/images/${image.id}`)).body;
}

async function settled(image: Image): Promise<Image> {
  let seen = image;
  await until(async () => {
    seen = await now(image);
    const moving = seen.copies.some(({ status }) => status === "queued" || status === "sending");
    return seen.status === "failed" || (seen.status === "ready" && !moving);
  }, PATIENCE_MS);
  return seen;
}

async function gone(image: Image): Promise<void> {
  await until(async () => (await service.api("GET", `/images/${image.id}`)).status === 404, PATIENCE_MS);
}

async function catalogOf(kind: Cloud["kind"]): Promise<Catalog> {
  const id = clouds.find((cloud) => cloud.kind === kind)?.id ?? "";
  return (await service.api<Catalog>("GET", `/clouds/${id}/catalog`)).body;
}

test("one upload becomes the same content on both clouds, machines are made from it, and it is removed when none is left", async () => {
  const disk = smallDisk(64, "golden");
  const image = await add({
    ...{ name: "golden", os: { family: "ubuntu", version: "24.04" }, tags: ["team-a"] },
    ...{ sizeBytes: disk.bytes.length, sha256: disk.sha256 },
  });

  expect((await send(image, disk.bytes, 0)).status).toBe(204);
  const ready = await settled(image);
  expect(ready).toMatchObject({
    status: "ready",
    problem: null,
    content: { format: "qcow2", sizeBytes: disk.bytes.length, virtualBytes: 64 * 1024 * 1024, sha256: disk.sha256 },
  });
  expect(ready.copies.map(({ cloudKind, status, percent }) => [cloudKind, status, percent])).toEqual([
    ["cloudstack", "active", 100],
    ["openstack", "active", 100],
  ]);
  for (const { cloudKind, cloudImageId } of ready.copies) {
    const offered = (await catalogOf(cloudKind)).images.find(({ id }) => id === cloudImageId);
    expect(offered).toMatchObject({ name: "golden", os: { family: "ubuntu", version: "24.04" } });
  }

  const { workspace } = await submit(service, REQUIREMENT);
  const planned = await plan(service, workspace.id);
  const used = (await service.api("DELETE", `/images/${image.id}`)) as { status: number; body: { code: string } };
  expect([used.status, used.body.code]).toEqual([409, "image-in-use"]);
  const applied = await apply(service, planned);
  expect(applied.map(({ status }) => status)).toEqual(["applied", "applied"]);
  await apply(service, await plan(service, workspace.id, "destroy"));
  expect((await service.api("DELETE", `/workspaces/${workspace.id}`)).status).toBe(204);
  expect((await service.api("DELETE", `/images/${image.id}`)).status).toBe(202);
  await gone(image);

  for (const { cloudKind, cloudId, cloudImageId } of ready.copies) {
    await service.api("POST", `/clouds/${cloudId}/catalog/refresh`);
    expect((await catalogOf(cloudKind)).images.filter(({ id }) => id === cloudImageId)).toEqual([]);
  }
}, 240_000);

test("an upload that breaks goes on where it broke, even after the service was killed", async () => {
  const { bytes, sha256 } = smallDisk(32, "resumed");
  const image = await add({ name: "resumed", sizeBytes: bytes.length, sha256, clouds: [] });

  expect((await send(image, bytes.subarray(0, 100_000), 0)).status).toBe(204);
  const again = await send(image, bytes, 0);
  expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, "upload-offset"]);
  await service.kill();
  service = await startService({ folder, env: ENV });
  const token = await tokenOf();
  const url = `${service.url}/api/v1/images/${image.id}/content`;
  const asked = await fetch(url, { method: "HEAD", headers: { authorization: `Bearer ${token}` } });
  expect([asked.headers.get("upload-offset"), asked.headers.get("upload-length")]).toEqual([
    "100000",
    String(bytes.length),
  ]);
  expect((await now(image)).receivedBytes).toBe(100_000);
  expect((await send(image, bytes.subarray(100_000), 100_000)).status).toBe(204);

  expect(await settled(image)).toMatchObject({ status: "ready", content: { sha256 }, copies: [] });
}, 120_000);

test("the service fetches from an address, goes on where the line broke, and converts what it got", async () => {
  const raw = Buffer.alloc(3 * 1024 * 1024, "raw disk ");
  const ranges: string[] = [];
  const source = await serve((request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    ranges.push(request.headers.range ?? "whole");
    if (from > 0) response.writeHead(206, { "content-range": `bytes ${from}-${raw.length - 1}/${raw.length}` });
    else response.writeHead(200, { "content-length": raw.length });
    if (from === 0) response.write(raw.subarray(0, 1_000_000), () => response.destroy());
    else response.end(raw.subarray(from));
  });
  const url = `${source.url}/disk.raw?signature=secret`;
  const image = await add({ name: "fetched", url, sha256: sha256Of(raw), convertTo: "qcow2" });

  const ready = await settled(image);
  await source.close();

  expect(ready).toMatchObject({
    ...{ status: "ready", problem: null, source: `${source.url}/disk.raw`, sizeBytes: raw.length },
    content: { format: "qcow2", virtualBytes: raw.length },
  });
  expect(ready.copies.map(({ status, problem }) => [status, problem])).toEqual([
    ["active", null],
    ["active", null],
  ]);
  expect(ranges).toEqual(["whole", expect.stringMatching(/^bytes=\d+-$/)]);
  expect(JSON.stringify(ready)).not.toContain("signature");
}, 120_000);

test("what is not the file it should be, or needs other files, is refused before anything is published", async () => {
  const { bytes } = smallDisk(16, "wrong");
  const wrongDigest = await add({ name: "wrong-digest", sizeBytes: bytes.length, sha256: "0".repeat(64) });
  await send(wrongDigest, bytes, 0);
  const base = join(folder, "base.qcow2");
  const overlay = join(folder, "overlay.qcow2");
  await writeFile(base, bytes);
  await qemuImg("create", "-f", "qcow2", "-F", "qcow2", "-b", base, overlay);
  const content = await readFile(overlay);
  const backed = await add({ name: "backed", sizeBytes: content.length });
  await send(backed, content, 0);
  const inner = await add({ name: "inner", url: "http://169.254.169.254/latest/meta-data" });

  const [one, two, three] = [await settled(wrongDigest), await settled(backed), await settled(inner)];

  expect([one.status, one.problem?.detail]).toEqual(["failed", expect.stringContaining("not 0000")]);
  expect([two.status, two.problem?.detail]).toEqual(["failed", expect.stringContaining("backing file")]);
  expect([three.status, three.problem?.detail]).toEqual(["failed", expect.stringContaining("not a public address")]);
  for (const { copies } of [one, two, three]) expect(copies.map(({ status }) => status)).toEqual(["queued", "queued"]);
  for (const image of [one, two, three]) {
    expect((await service.api("DELETE", `/images/${image.id}`)).status).toBe(202);
    await gone(image);
  }
}, 120_000);

test("tags, sharing and hiding reach both clouds, and a hidden image is offered to nobody", async () => {
  const { bytes } = smallDisk(8, "labels");
  const image = await add({ name: "labelled", os: { family: "debian", version: "12" }, sizeBytes: bytes.length });
  await send(image, bytes, 0);
  const ready = await settled(image);

  await service.api("PATCH", `/images/${image.id}`, { tags: ["blue"], shared: true, hidden: true });
  await until(async () => {
    const { copies } = await now(image);
    const offered = await Promise.all(
      copies.map(async ({ cloudKind, cloudImageId }) =>
        (await catalogOf(cloudKind)).images.some(({ id }) => id === cloudImageId),
      ),
    );
    return !offered.includes(true);
  }, 60_000);

  const { copies, hidden, shared, tags } = await now(image);
  expect({ hidden, shared, tags }).toEqual({ hidden: true, shared: true, tags: ["blue"] });
  expect(copies.map(({ status }) => status)).toEqual(["active", "active"]);
  expect(copies[1]?.problem?.detail).toContain("may make no public images");
  expect(ready.copies.map(({ cloudImageId }) => cloudImageId)).toEqual(copies.map(({ cloudImageId }) => cloudImageId));
}, 120_000);

test("a connection test has CloudStack's storage fetch a file from this service, and nothing of it is left", async () => {
  const cloud = clouds.find(({ kind }) => kind === "cloudstack");

  const tried = await service.api<{ steps: ConnectionStep[] }>("POST", `/clouds/${cloud?.id}/test?image=true`);

  expect(tried.body.steps.find(({ step }) => step === "image address")).toMatchObject({
    ok: true,
    detail: expect.stringContaining("its storage fetched 512 bytes"),
  });
});

async function serve(handle: Parameters<typeof createServer>[1]) {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

/** Needs QEMU's program for disks: apt-get install qemu-utils. */
async function qemuImg(...args: readonly string[]): Promise<void> {
  await promisify(execFile)("qemu-img", [...args]);
}

test("the command line uploads, goes on with a begun upload, tags, hides and removes", async () => {
  const { bytes, sha256 } = smallDisk(8, "terminal");
  const path = join(folder, "terminal.qcow2");
  await writeFile(path, bytes);
  const begun = await add({ name: "terminal", sizeBytes: bytes.length, sha256, clouds: [] });
  await send(begun, bytes.subarray(0, 50_000), 0);
  const said: string[] = [];
  const terminal = {
    ...silent,
    out: (text: string) => void said.push(text),
    err: (text: string) => void said.push(text),
  };
  const environment = { TWINSTACK_URL: service.url, TWINSTACK_TOKEN: await tokenOf(), TWINSTACK_CONFIG: "/nowhere" };
  const run = (...args: string[]) => runCli(["images", ...args], { terminal, environment, checkout: folder });

  const added = await run("add", path, "--name", "terminal", "--os", "debian-12");
  const changed = [
    await run("tag", "terminal", "a", "b"),
    await run("hide", "terminal"),
    await run("share", "terminal"),
  ];
  const shown = await run("show", "terminal");
  const missing = await run("add", join(folder, "absent.img"), "--name", "absent");
  const removed = await run("remove", "terminal");
  await gone(begun);

  expect([added, ...changed, shown, removed]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(missing).toBe(2);
  const text = said.join("\n");
  expect(text).toContain("terminal: ready");
  expect(text).toContain(`SHA-256 ${sha256}`);
  expect(text).toContain("tags a, b; hidden");
  expect(text).toContain("cannot be read (ENOENT)");
}, 60_000);

const silent = { interactive: false, ask: async () => "", askSecret: async () => "" };

/** An image's whole life on a real OpenStack and on the sandbox CloudStack: one content on both. */
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Image } from "../../src/contract/index.ts";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { registration } from "./_bed/registration.ts";
import { smallMachine } from "./_bed/small-machine.ts";
import { takeWholeInventory } from "./_bed/take-whole-inventory.ts";

const execute = promisify(execFile);
const MIB = 1024 ** 2;
let story: Story;
let disk: Buffer;
let path: string;

beforeAll(async () => {
  story = await openStory({ title: "images", sandbox: true, inventory: takeWholeInventory });
  expect(await story.twinstack("clouds", "add", await story.write("real.json", registration()))).toMatchObject(DONE);
  const raw = join(story.folder, "golden.raw");
  path = join(story.folder, "golden.qcow2");
  await writeFile(raw, randomBytes(8 * MIB));
  await execute("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", raw, path]);
  disk = await readFile(path);
});
afterAll(async () => {
  await story?.close();
});

interface GlanceImage {
  readonly name: string;
  readonly status: string;
  readonly size: number;
  readonly os_hash_value: string;
  readonly os_hidden: boolean;
  readonly visibility: string;
  readonly tags: readonly string[];
}

async function shown(name = "golden"): Promise<Image> {
  return JSON.parse((await story.twinstack("--json", "images", "show", name)).out) as Image;
}

async function onReal(): Promise<GlanceImage & { readonly id: string }> {
  const id = (await shown()).copies.find(({ cloudName }) => cloudName === "real")?.cloudImageId ?? "";
  return (await logIn("demo")).request("image", "GET", `/v2/images/${id}`);
}

/** Until the clouds have followed a change. */
async function followed(seen: (image: GlanceImage) => boolean): Promise<GlanceImage> {
  for (let look = 0; look < 240; look += 1) {
    const image = await onReal();
    if (seen(image)) return image;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the cloud did not follow");
}

// One story in steps: each test goes on where the one before stopped.
test("an upload that broke off goes on, and both clouds get the same content", async () => {
  const wish = { name: "golden", os: { family: "debian", version: "12" }, sizeBytes: disk.length };
  const { body: begun } = await story.service().api<Image>("POST", "/images", wish);
  await sendPiece(begun.id, disk.subarray(0, 3 * MIB));

  const added = await story.twinstack("images", "add", path, "--name", "golden", "--os", "debian-12");

  expect(added).toMatchObject(DONE);
  const image = await shown();
  expect([image.id, image.status, image.content?.sha256]).toEqual([begun.id, "ready", hash("sha256")]);
  expect(image.copies.map(({ cloudName, status, problem }) => [cloudName, status, problem]).toSorted()).toEqual([
    ["real", "active", null],
    ["sandbox-cloudstack", "active", null],
    ["sandbox-openstack", "active", null],
  ]);
  expect(await onReal()).toMatchObject({ status: "active", size: disk.length, os_hash_value: hash("sha512") });
});

test("what lies on the real cloud is byte by byte what was sent", async () => {
  const { id } = await onReal();

  const back = await (await logIn("demo")).download("image", `/v2/images/${id}/file`);

  expect(createHash("sha256").update(back).digest("hex")).toBe(hash("sha256"));
});

test("tags, sharing and hiding reach the cloud, and what it does not allow is said", async () => {
  for (const args of [
    ["tag", "golden", "team-a"],
    ["hide", "golden"],
    ["share", "golden"],
  ]) {
    expect(await story.twinstack("images", ...args)).toMatchObject(DONE);
  }

  const changed = await followed(
    ({ os_hidden, visibility, tags }) => os_hidden && visibility !== "private" && tags.length > 0,
  );
  expect(changed).toMatchObject({ tags: ["team-a"], visibility: "community" });
  expect((await shown()).copies.find(({ cloudName }) => cloudName === "real")?.problem?.detail).toContain(
    "may make no public images",
  );
  for (const act of ["hide", "share"])
    expect(await story.twinstack("images", act, "golden", "--undo")).toMatchObject(DONE);
  await followed(({ os_hidden, visibility }) => !os_hidden && visibility === "private");
});

test("a machine is made from it, and as long as that is there the image cannot be removed", async () => {
  await story.submitted("user", smallMachine("user"));
  await story.applied("user");
  const { id } = await onReal();
  const { volumes } = await (await logIn("demo")).request<{
    volumes: { volume_image_metadata?: { image_id: string } }[];
  }>("volumev3", "GET", "/volumes/detail");

  const refused = await story.twinstack("images", "remove", "golden");

  expect(volumes.map(({ volume_image_metadata: from }) => from?.image_id)).toEqual([id]);
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain("user");
  expect(await onReal()).toMatchObject({ status: "active" });
  await story.gone("user");
});

test("a file that is not what was announced reaches no cloud", async () => {
  const args = ["images", "add", path, "--name", "altered", "--sha256", "0".repeat(64)];

  const refused = await story.twinstack(...args);

  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain("not the file it should be");
  expect((await shown("altered")).copies.every(({ cloudImageId }) => cloudImageId === null)).toBe(true);
});

test("removed from everywhere, the whole cloud is as it was before", async () => {
  for (const name of ["golden", "altered"]) {
    expect(await story.twinstack("images", "remove", name)).toMatchObject(DONE);
  }

  for (let look = 0; look < 240 && (await story.twinstack("images", "list")).out.includes("golden"); look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect(await story.left()).toEqual(story.before);
});

function hash(kind: "sha256" | "sha512"): string {
  return createHash(kind).update(disk).digest("hex");
}

async function sendPiece(id: string, bytes: Buffer): Promise<void> {
  const token = (await readFile(join(story.folder, "token"), "utf8")).trim();
  const answer = await fetch(`${story.service().url}/api/v1/images/${id}/content`, {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/offset+octet-stream",
      "upload-offset": "0",
    },
    body: new Uint8Array(bytes),
  });
  expect([answer.status, answer.headers.get("upload-offset")]).toEqual([204, String(bytes.length)]);
}

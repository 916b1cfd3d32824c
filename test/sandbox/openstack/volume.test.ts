import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { until } from "../../../tools/openstack-shapes/probe.ts";
import { fieldOf, idOf } from "../../../tools/openstack-shapes/read.ts";
import { aServer, aVolume, imageId, startCloud, steppedClock, type TestCloud } from "./a-cloud.ts";

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const create = (wanted: unknown) => cloud.demo.call("volume", "POST", "/volumes", { body: { volume: wanted } });
const read = (id: string) => cloud.demo.call("volume", "GET", `/volumes/${id}`);

test("makes a bootable volume of an image and remembers the image's facts", async () => {
  const image = await imageId(cloud.demo, "Ubuntu 24.04");

  const id = await aVolume(cloud.demo, { size: 10, imageRef: image, volume_type: "fast" });

  expect((await read(id)).json["volume"]).toMatchObject({
    bootable: "true",
    volume_type: "fast",
    volume_image_metadata: { image_id: image, os_distro: "ubuntu", hw_qemu_guest_agent: "yes" },
  });
});

test("refuses a volume smaller than the image needs", async () => {
  const imageRef = await imageId(cloud.demo, "Rocky 9");

  const belowContent = await create({ size: 1, imageRef });
  const belowMinimum = await create({ size: 5, imageRef });

  expect([belowContent.status, belowMinimum.status]).toEqual([400, 400]);
  expect(belowContent.text).toContain("Size of specified image 3GB is larger than volume size 1GB");
  expect(belowMinimum.text).toContain("cannot be smaller than the image minDisk size 10GB");
});

test("grows an attached volume only for clients that speak 3.42 (O9)", async () => {
  const id = await aVolume(cloud.demo, { size: 1 });
  const server = await aServer(cloud.demo, {});
  await cloud.demo.call("compute", "POST", `/servers/${server}/os-volume_attachments`, {
    body: { volumeAttachment: { volumeId: id } },
  });
  const body = { "os-extend": { new_size: 3 } };

  const old = await cloud.demo.call("volume", "POST", `/volumes/${id}/action`, { body });
  const wrongWord = await cloud.demo.call("volume", "POST", `/volumes/${id}/action`, {
    body,
    headers: { "openstack-api-version": "block-storage 3.42" },
  });
  const online = await cloud.demo.call("volume", "POST", `/volumes/${id}/action`, { body, microversion: "3.42" });

  expect([old.status, wrongWord.status, online.status]).toEqual([400, 400, 202]);
  expect((await read(id)).json["volume"]).toMatchObject({ size: 3, status: "in-use" });
});

test("never shrinks a volume", async () => {
  const id = await aVolume(cloud.demo, { size: 3 });

  const answer = await cloud.demo.call("volume", "POST", `/volumes/${id}/action`, {
    body: { "os-extend": { new_size: 2 } },
  });

  expect(answer.status).toBe(400);
  expect((await read(id)).json["volume"]).toMatchObject({ size: 3 });
});

test("retypes only when data may move", async () => {
  const id = await aVolume(cloud.demo, { size: 1, volume_type: "standard" });
  const retype = (migration_policy: string) =>
    cloud.demo.call("volume", "POST", `/volumes/${id}/action`, {
      body: { "os-retype": { new_type: "fast", migration_policy } },
    });

  await retype("never");
  const unmoved = await read(id);
  await retype("on-demand");
  const moved = await read(id);

  expect(unmoved.json["volume"]).toMatchObject({ volume_type: "standard", status: "available" });
  expect(moved.json["volume"]).toMatchObject({ volume_type: "fast", status: "available" });
});

test("exports a disk: snapshot, volume of it, image of that, download with the checksum the image names", async () => {
  const source = await aVolume(cloud.demo, { size: 10, imageRef: await imageId(cloud.demo, "Debian 12") });
  const snapshot = await cloud.demo.call("volume", "POST", "/snapshots", { body: { snapshot: { volume_id: source } } });
  const copy = await aVolume(cloud.demo, { snapshot_id: idOf(snapshot, "snapshot") });

  const upload = await cloud.demo.call("volume", "POST", `/volumes/${copy}/action`, {
    body: { "os-volume_upload_image": { image_name: "export", disk_format: "qcow2", container_format: "bare" } },
  });
  const id = fieldOf(upload, "os-volume_upload_image", "image_id");
  const image = await until(
    () => cloud.demo.call("image", "GET", `/images/${id}`),
    ({ json }) => json["status"] === "active",
  );
  const content = await fetch(`${cloud.url}/image/v2/images/${id}/file`, {
    headers: { "x-auth-token": cloud.demo.token },
  });
  const bytes = Buffer.from(await content.arrayBuffer());

  const { createHash } = await import("node:crypto");
  expect(createHash("sha512").update(bytes).digest("hex")).toBe(image.json["os_hash_value"]);
  expect(bytes.length).toBe(image.json["size"]);
  expect(bytes.subarray(0, 3).toString()).toBe("QFI");
  expect(image.json["hw_qemu_guest_agent"]).toBe("yes");
  expect((await read(copy)).json["volume"]).toMatchObject({
    size: 10,
    status: "available",
    snapshot_id: idOf(snapshot, "snapshot"),
  });
});

test("stays creating as long as the recorded cloud took", async () => {
  const clock = steppedClock();
  const slow = await startCloud({ latency: "recorded", clock });
  try {
    const made = await slow.demo.call("volume", "POST", "/volumes", { body: { volume: { size: 1 } } });
    const status = async () =>
      fieldOf(await slow.demo.call("volume", "GET", `/volumes/${idOf(made, "volume")}`), "volume", "status");

    const early = await status();
    clock.advance(500);
    const late = await status();

    expect([early, late]).toEqual(["creating", "available"]);
  } finally {
    await slow.close();
  }
});

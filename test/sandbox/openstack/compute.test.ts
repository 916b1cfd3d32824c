import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Answer } from "../../../tools/openstack-shapes/probe.ts";
import { idOf } from "../../../tools/openstack-shapes/read.ts";
import {
  act,
  aNetwork,
  aPort,
  aRouter,
  aServer,
  aVolume,
  externalNetworkId,
  imageId,
  serverStatus,
  startCloud,
  steppedClock,
  type TestCloud,
} from "./a-cloud.ts";

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const post = (server: unknown): Promise<Answer> => cloud.demo.call("compute", "POST", "/servers", { body: { server } });
const read = async (id: string, microversion = "2.1") =>
  (await cloud.demo.call("compute", "GET", `/servers/${id}`, { microversion })).json["server"] as Record<
    string,
    unknown
  >;
const bootFrom = (uuid: string, delete_on_termination: boolean) => ({
  block_device_mapping_v2: [
    { uuid, source_type: "volume", destination_type: "volume", boot_index: 0, delete_on_termination },
  ],
});

test("refuses a flavor whose disk or memory the image does not fit", async () => {
  const imageRef = await imageId(cloud.demo, "Rocky 9");
  const admin = await cloud.login("admin");
  await admin.call("compute", "POST", "/flavors", {
    body: { flavor: { id: "weak", name: "weak", ram: 256, vcpus: 1, disk: 20 } },
  });

  const disk = await post({ name: "x", flavorRef: "1", imageRef, networks: "none" });
  const memory = await post({ name: "x", flavorRef: "weak", imageRef, networks: "none" });

  expect(disk.text).toContain("Flavor's disk is too small for requested image.");
  expect(memory.text).toContain("Flavor's memory is too small for requested image.");
  expect([disk.status, memory.status]).toEqual([400, 400]);
});

test("builds for as long as the recorded cloud did", async () => {
  const clock = steppedClock();
  const slow = await startCloud({ latency: "recorded", clock });
  try {
    const imageRef = await imageId(slow.demo, "Debian 12");
    const body = { server: { name: "x", flavorRef: "2", imageRef, networks: "none" } };
    const id = idOf(await slow.demo.call("compute", "POST", "/servers", { body }), "server");

    const early = await serverStatus(slow.demo, id);
    clock.advance(1300);
    const late = await serverStatus(slow.demo, id);

    expect([early, late]).toEqual(["BUILD", "ACTIVE"]);
  } finally {
    await slow.close();
  }
});

test("shows a volume-booted server with an empty image and its port's own MAC and addresses", async () => {
  const net = await aNetwork(cloud.demo, "10.30.0.0/24");
  await aRouter(cloud.demo, net);
  const port = await aPort(cloud.demo, net);
  const floating_network_id = await externalNetworkId(cloud.demo);
  const floating = await cloud.demo.call("network", "POST", "/floatingips", {
    body: { floatingip: { floating_network_id, port_id: port } },
  });
  const volume = await aVolume(cloud.demo, { size: 10, imageRef: await imageId(cloud.demo, "Debian 12") });

  const id = await aServer(cloud.demo, { networks: [{ port }], ...bootFrom(volume, false) });

  const mac = ((await cloud.demo.call("network", "GET", `/ports/${port}`)).json["port"] as { mac_address: string })
    .mac_address;
  const common = { version: 4, "OS-EXT-IPS-MAC:mac_addr": mac };
  expect(await read(id)).toMatchObject({
    status: "ACTIVE",
    image: "",
    addresses: {
      inner: [
        { ...common, addr: "10.30.0.2", "OS-EXT-IPS:type": "fixed" },
        {
          ...common,
          addr: (floating.json["floatingip"] as { floating_ip_address: string }).floating_ip_address,
          "OS-EXT-IPS:type": "floating",
        },
      ],
    },
    "os-extended-volumes:volumes_attached": [{ id: volume }],
  });
});

test("refuses another image for a volume-booted server (O1)", async () => {
  const volume = await aVolume(cloud.demo, { size: 10, imageRef: await imageId(cloud.demo, "Debian 12") });
  const id = await aServer(cloud.demo, bootFrom(volume, true));

  const answer = await act(cloud.demo, id, { rebuild: { imageRef: await imageId(cloud.demo, "Debian 13") } });

  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({
    badRequest: {
      message: expect.stringContaining("Unable to rebuild with a different image for a volume-backed server."),
    },
  });
});

test("deletes a server with its own ports and marked volumes, and leaves the others", async () => {
  const net = await aNetwork(cloud.demo, "10.31.0.0/24");
  const given = await aPort(cloud.demo, net);
  const root = await aVolume(cloud.demo, { size: 10, imageRef: await imageId(cloud.demo, "Debian 12") });
  const extra = await aVolume(cloud.demo, { size: 1 });
  const id = await aServer(cloud.demo, {
    networks: [{ port: given }, { uuid: net.networkId }],
    ...bootFrom(root, true),
  });
  await cloud.demo.call("compute", "POST", `/servers/${id}/os-volume_attachments`, {
    body: { volumeAttachment: { volumeId: extra } },
  });

  const deleted = await cloud.demo.call("compute", "DELETE", `/servers/${id}`);

  const ports = (await cloud.demo.call("network", "GET", `/ports?network_id=${net.networkId}`)).json["ports"] as {
    id: string;
    device_id: string;
  }[];
  const [rootAfter, extraAfter] = await Promise.all(
    [root, extra].map((one) => cloud.demo.call("volume", "GET", `/volumes/${one}`)),
  );
  expect(deleted.status).toBe(204);
  expect(ports.map((port) => [port.id, port.device_id])).toEqual([[given, ""]]);
  expect(rootAfter?.status).toBe(404);
  expect(extraAfter?.json["volume"]).toMatchObject({ status: "available", attachments: [] });
});

test("resizes forth, and back again on revert", async () => {
  const id = await aServer(cloud.demo, {});
  const flavor = async () => ((await read(id))["flavor"] as { id: string }).id;

  await act(cloud.demo, id, { resize: { flavorRef: "3" } });
  const waiting = [await serverStatus(cloud.demo, id), await flavor()];
  await act(cloud.demo, id, { revertResize: null });
  const back = [await serverStatus(cloud.demo, id), await flavor()];

  expect(waiting).toEqual(["VERIFY_RESIZE", "3"]);
  expect(back).toEqual(["ACTIVE", "2"]);
});

test("comes back stopped when a stopped server was resized", async () => {
  const id = await aServer(cloud.demo, {});
  await act(cloud.demo, id, { "os-stop": null });
  await serverStatus(cloud.demo, id);
  await act(cloud.demo, id, { resize: { flavorRef: "3" } });
  await serverStatus(cloud.demo, id);

  const confirmed = await act(cloud.demo, id, { confirmResize: null });

  expect([confirmed.status, await serverStatus(cloud.demo, id)]).toEqual([204, "SHUTOFF"]);
});

test("keeps a locked server as it is for its owner, not for an administrator", async () => {
  const admin = await cloud.login("admin");
  const id = await aServer(cloud.demo, {});
  await act(cloud.demo, id, { lock: { locked_reason: "fenced" } }, "2.73");

  const owner = await act(cloud.demo, id, { "os-stop": null });
  const server = await read(id, "2.73");
  const other = await act(admin, id, { "os-stop": null });

  expect([owner.status, other.status]).toEqual([409, 202]);
  expect(server).toMatchObject({ locked: true, locked_reason: "fenced" });
});

test("finds servers by tag and name, and deleted ones by changes-since", async () => {
  const id = await aServer(cloud.demo, { name: "find-me", tags: ["owner=a", "gen=1"] });
  const ids = async (query: string) => {
    const { json } = await cloud.demo.call("compute", "GET", `/servers?${query}`, { microversion: "2.26" });
    return (json["servers"] as { id: string }[]).map((server) => server.id);
  };

  const byTag = await ids("tags=owner%3Da,gen%3D1");
  const byName = await ids("name=^find-");
  const byOtherTag = await ids("tags=owner%3Db");
  await cloud.demo.call("compute", "DELETE", `/servers/${id}`);
  const current = await ids("name=^find-");
  const changed = await ids("name=^find-&changes-since=2026-01-01T00:00:00Z");

  expect([byTag, byName, byOtherTag, current, changed]).toEqual([[id], [id], [], [], [id]]);
});

test("names cores, memory and instances that a quota refuses", async () => {
  const guest = await cloud.login("guest");
  const admin = await cloud.login("admin");
  await admin.call("compute", "PUT", `/os-quota-sets/${guest.projectId}`, {
    body: { quota_set: { cores: 1, ram: 1024, instances: 0 } },
  });

  const answer = await guest.call("compute", "POST", "/servers", {
    body: { server: { name: "x", flavorRef: "3", imageRef: await imageId(guest, "Debian 12"), networks: "none" } },
  });

  expect(answer.status).toBe(403);
  expect(answer.text).toContain(
    "Quota exceeded for instances, cores, ram: Requested 1, 2, 4096, but already used 0, 0, 0 of 0, 1, 1024",
  );
});

test("describes the disks of a volume-booted server as snapshots when asked for an image", async () => {
  const root = await aVolume(cloud.demo, { size: 10, imageRef: await imageId(cloud.demo, "Debian 12") });
  const extra = await aVolume(cloud.demo, { size: 2 });
  const id = await aServer(cloud.demo, bootFrom(root, false));
  await cloud.demo.call("compute", "POST", `/servers/${id}/os-volume_attachments`, {
    body: { volumeAttachment: { volumeId: extra } },
  });

  const made = await act(cloud.demo, id, { createImage: { name: "generation-1" } }, "2.45");

  const image = (await cloud.demo.call("image", "GET", `/images/${String(made.json["image_id"])}`)).json;
  const mapping = JSON.parse(String(image["block_device_mapping"])) as {
    snapshot_id: string;
    boot_index: number | null;
    volume_size: number;
  }[];
  expect(image).toMatchObject({ status: "active", size: 0 });
  expect(mapping.map((entry) => [entry.boot_index, entry.volume_size])).toEqual([
    [0, 10],
    [null, 2],
  ]);
  for (const entry of mapping) {
    const snapshot = await cloud.demo.call("volume", "GET", `/snapshots/${entry.snapshot_id}`);
    expect(snapshot.json["snapshot"]).toMatchObject({ status: "available" });
  }
});

test("adds and takes away network cards of a running server", async () => {
  const net = await aNetwork(cloud.demo, "10.32.0.0/24");
  const id = await aServer(cloud.demo, {});

  const added = await cloud.demo.call("compute", "POST", `/servers/${id}/os-interface`, {
    body: { interfaceAttachment: { net_id: net.networkId } },
  });
  const port = (added.json["interfaceAttachment"] as { port_id: string }).port_id;
  const removed = await cloud.demo.call("compute", "DELETE", `/servers/${id}/os-interface/${port}`);

  expect([added.status, removed.status]).toEqual([200, 202]);
  expect((await cloud.demo.call("network", "GET", `/ports/${port}`)).status).toBe(404);
});

test("answers older clients with the flavor's identifier and newer ones with its numbers", async () => {
  const id = await aServer(cloud.demo, {});

  const [old, recent] = [await read(id), await read(id, "2.47")];

  expect(old["flavor"]).toMatchObject({ id: "2" });
  expect(recent["flavor"]).toEqual({
    vcpus: 1,
    ram: 2048,
    disk: 20,
    ephemeral: 0,
    swap: 0,
    original_name: "m1.small",
    extra_specs: {},
  });
});

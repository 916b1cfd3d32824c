import { type Probe, until } from "./probe.ts";
import { fieldOf, idOf } from "./read.ts";
import { probeServerActions } from "./server-actions.ts";
import { waitVolume } from "./volume.ts";
import { type ServerParts, waitServer } from "./wait-server.ts";

const MISSING = "00000000-0000-4000-8000-000000000000";

/** One image-booted server through its life, a volume on it, and the ways a server is refused. */
export async function probeServer(probe: Probe, parts: ServerParts): Promise<void> {
  const call = (method: string, path: string, name: string, body?: unknown, microversion?: string) =>
    probe.call("compute", method, path, {
      name,
      ...(body === undefined ? {} : { body }),
      ...(microversion === undefined ? {} : { microversion }),
    });
  const server = {
    name: "shape-vm",
    flavorRef: parts.flavorId,
    imageRef: parts.imageId,
    key_name: "shape-key",
    networks: [{ port: parts.portId }],
    metadata: { a: "b" },
  };
  await call("POST", "/servers", "server.create-bad-flavor", { server: { ...server, flavorRef: "nope" } });
  await call("POST", "/servers", "server.create-bad-image", { server: { ...server, imageRef: MISSING } });
  await call("POST", "/servers", "server.create-bad-key", { server: { ...server, key_name: "nope" } });
  await call("POST", "/servers", "server.create-bad-network", { server: { ...server, networks: [{ uuid: MISSING }] } });
  await call("POST", "/servers", "server.create-unknown-attribute", { server: { ...server, colour: "red" } });
  await call("POST", "/servers", "server.create-no-name", { server: { flavorRef: parts.flavorId } });
  await call("POST", "/servers", "server.create-no-image", { server: { ...server, imageRef: "" } });
  await call("POST", "/servers", "server.create-long-user-data", {
    server: { ...server, user_data: "A".repeat(65_536) },
  });
  const serverId = idOf(await call("POST", "/servers", "server.create", { server }), "server");
  const read = () => probe.call("compute", "GET", `/servers/${serverId}`);
  await waitServer(probe, serverId, "ACTIVE");
  await call("GET", `/servers/${serverId}`, "server.get");
  await call("GET", `/servers/${serverId}`, "server.get-2.52", undefined, "2.52");
  await call("GET", `/servers/${serverId}`, "server.get-2.73", undefined, "2.73");
  await call("GET", `/servers/${MISSING}`, "server.missing");
  await call("GET", "/servers", "server.list");
  await call("GET", "/servers/detail", "server.list-detail");
  await call("GET", `/servers/${serverId}/tags`, "server.tags-too-old");
  await call("PUT", `/servers/${serverId}/tags`, "server.tags-replace", { tags: ["x"] }, "2.26");
  await call("GET", `/servers/${serverId}/tags`, "server.tags", undefined, "2.26");
  await call("PUT", `/servers/${serverId}/tags/y`, "server.tag-add", undefined, "2.26");
  await call("DELETE", `/servers/${serverId}/tags/y`, "server.tag-remove", undefined, "2.26");
  await call("POST", `/servers/${serverId}/metadata`, "server.metadata-update", { metadata: { c: "d" } });
  await call("GET", `/servers/${serverId}/metadata`, "server.metadata");
  await call("DELETE", `/servers/${serverId}/metadata/c`, "server.metadata-remove");
  await call("DELETE", `/servers/${serverId}/metadata/zz`, "server.metadata-missing");
  await call("PUT", `/servers/${serverId}`, "server.rename", { server: { name: "shape-vm-b" } });
  await call("GET", `/servers/${serverId}/os-interface`, "server.interfaces");
  await call("GET", `/servers/${serverId}/os-interface/${parts.portId}`, "server.interface");
  await probe.call("network", "GET", `/ports/${parts.portId}`, { name: "port.bound" });
  await probe.call("network", "GET", `/floatingips?port_id=${parts.portId}`, { name: "floatingip.list-bound" });
  await probeAttachment(probe, serverId);
  await probeServerActions(probe, serverId, parts);
  await call("GET", `/servers/${serverId}/os-instance-actions`, "server.instance-actions");
  await call("DELETE", `/servers/${serverId}`, "server.delete");
  await until(read, (answer) => answer.status === 404);
  await call("DELETE", `/servers/${serverId}`, "server.delete-missing");
  await call("GET", "/servers/detail?changes-since=2026-01-01T00:00:00Z", "server.changes-since");
  await probeVolumeBoot(probe, parts);
}

async function probeAttachment(probe: Probe, serverId: string): Promise<void> {
  const call = (method: string, path: string, name: string, body?: unknown) =>
    probe.call("compute", method, path, body === undefined ? { name } : { name, body });
  const volumeId = idOf(
    await probe.call("volume", "POST", "/volumes", { body: { volume: { size: 1, name: "shape-att" } } }),
    "volume",
  );
  await waitVolume(probe, volumeId, "available");
  const attachments = `/servers/${serverId}/os-volume_attachments`;
  await call("POST", attachments, "attachment.create", { volumeAttachment: { volumeId } });
  await waitVolume(probe, volumeId, "in-use");
  await call("GET", `${attachments}/${volumeId}`, "attachment.get");
  await call("GET", attachments, "attachment.list");
  await call("GET", `${attachments}/${MISSING}`, "attachment.missing");
  await call("POST", attachments, "attachment.twice", { volumeAttachment: { volumeId } });
  await call("POST", attachments, "attachment.unknown-volume", { volumeAttachment: { volumeId: MISSING } });
  await probe.call("volume", "GET", `/volumes/${volumeId}`, { name: "volume.get-attached" });
  await probe.call("volume", "DELETE", `/volumes/${volumeId}`, { name: "volume.delete-attached" });
  const extend = { body: { "os-extend": { new_size: 2 } } };
  await probe.call("volume", "POST", `/volumes/${volumeId}/action`, { ...extend, name: "volume.extend-attached-old" });
  await probe.call("volume", "POST", `/volumes/${volumeId}/action`, {
    ...extend,
    microversion: "3.42",
    name: "volume.extend-attached",
  });
  await waitVolume(probe, volumeId, "in-use");
  await call("DELETE", `${attachments}/${volumeId}`, "attachment.delete");
  await waitVolume(probe, volumeId, "available");
  await probe.call("volume", "DELETE", `/volumes/${volumeId}`);
}

async function probeVolumeBoot(probe: Probe, parts: ServerParts): Promise<void> {
  const volumeId = idOf(
    await probe.call("volume", "POST", "/volumes", {
      body: { volume: { size: 12, imageRef: parts.imageId, name: "shape-boot" } },
    }),
    "volume",
  );
  await waitVolume(probe, volumeId, "available");
  const made = await probe.call("compute", "POST", "/servers", {
    name: "server.create-from-volume",
    body: {
      server: {
        name: "shape-vol-vm",
        flavorRef: parts.flavorId,
        networks: [{ uuid: parts.networkId }],
        block_device_mapping_v2: [
          {
            boot_index: 0,
            source_type: "volume",
            destination_type: "volume",
            uuid: volumeId,
            delete_on_termination: false,
          },
        ],
      },
    },
  });
  const serverId = idOf(made, "server");
  await waitServer(probe, serverId, "ACTIVE");
  await probe.call("compute", "GET", `/servers/${serverId}`, { name: "server.get-from-volume" });
  await probe.call("compute", "POST", `/servers/${serverId}/action`, {
    name: "server.rebuild-from-volume-same-image",
    body: { rebuild: { imageRef: parts.imageId } },
  });
  await until(
    () => probe.call("compute", "GET", `/servers/${serverId}`),
    (answer) => fieldOf(answer, "server", "OS-EXT-STS:task_state") === "",
  );
  const image = await probe.call("compute", "POST", `/servers/${serverId}/action`, {
    name: "server.create-image-from-volume",
    microversion: "2.45",
    body: { createImage: { name: "shape-bdm", metadata: { g: "1" } } },
  });
  const imageId = String(image.json["image_id"]);
  await until(
    () => probe.call("image", "GET", `/images/${imageId}`),
    (answer) => answer.json["status"] === "active",
  );
  await probe.call("image", "GET", `/images/${imageId}`, { name: "image.get-block-device-mapping" });
  await probe.call("image", "GET", `/images/${imageId}/file`, { name: "image.download-block-device-mapping" });
  await probe.call("image", "DELETE", `/images/${imageId}`);
  await probe.call("compute", "DELETE", `/servers/${serverId}`);
  await until(
    () => probe.call("compute", "GET", `/servers/${serverId}`),
    (answer) => answer.status === 404,
  );
  await waitVolume(probe, volumeId, "available");
  const snapshots = (await probe.call("volume", "GET", `/snapshots?volume_id=${volumeId}`)).json["snapshots"] as {
    id: string;
  }[];
  for (const snapshot of snapshots) {
    await probe.call("volume", "DELETE", `/snapshots/${snapshot.id}`);
    await until(
      () => probe.call("volume", "GET", `/snapshots/${snapshot.id}`),
      (answer) => answer.status === 404,
    );
  }
  await probe.call("volume", "DELETE", `/volumes/${volumeId}`);
  await until(
    () => probe.call("volume", "GET", `/volumes/${volumeId}`),
    (answer) => answer.status === 404,
  );
}

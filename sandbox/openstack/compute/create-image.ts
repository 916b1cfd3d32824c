import type { FastifyReply } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { baseUrl, textMap } from "../core/read.ts";
import { isoSeconds, newUuid } from "../core/world.ts";
import type { Image } from "../image/image-state.ts";
import { newImage } from "../image/new-image.ts";
import { makeSnapshot } from "../volume/snapshots.ts";
import type { ActionCall } from "./action-call.ts";
import type { Attachment } from "./compute-state.ts";
import { seenFlavor } from "./flavors.ts";
import { wrongState } from "./refusals.ts";
import { recordAction } from "./server-life.ts";
import { touchServer } from "./servers.ts";

const SNAPSHOT_MS = 1500;
/** From here on the identifier comes in the body instead of the Location header. */
const BODY_MINOR = 45;
const MD5_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";
const SHA512_OF_NOTHING =
  "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";
const ALLOWED = ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"];

/** `createImage`: a real image of an image-booted root disk, or a description of volume snapshots. */
export async function createImage(call: ActionCall): Promise<FastifyReply> {
  const { world, request, reply, server, facts } = call;
  if (typeof facts["name"] !== "string" || facts["name"] === "")
    throw faultRefusal(400, "createImage entity requires name attribute");
  if (server.taskState !== null || !ALLOWED.includes(server.status)) throw wrongState(server, "createImage");
  const image =
    server.imageId === null ? imageOfVolumes(call, facts["name"]) : await imageOfRootDisk(call, facts["name"]);
  recordAction(world, request, server, "createImage");
  touchServer(world, server);
  if (minorOf(request) >= BODY_MINOR) return reply.code(202).send({ image_id: image.id });
  return reply
    .code(202)
    .header("location", `${baseUrl(request)}/image/images/${image.id}`)
    .send();
}

async function imageOfRootDisk(call: ActionCall, name: string): Promise<Image> {
  const { world, server } = call;
  const base = world.state.image.images[server.imageId ?? ""];
  const image = newImage(world, callerOf(call.request), {
    ...commonFacts(call, name),
    diskFormat: base?.diskFormat ?? "qcow2",
    properties: {
      ...(base?.properties ?? {}),
      ...originFacts(call),
      instance_uuid: server.id,
      user_id: server.userId,
      image_type: "snapshot",
      image_state: "available",
      owner_id: server.projectId,
      image_location: "snapshot",
      ...textMap(call.facts["metadata"]),
    },
  });
  server.taskState = "image_uploading";
  const stamp = `\nserver ${server.id} at ${isoSeconds(world.clock)} ${newUuid()}\n`;
  const content = await world.blobs.copyWithStamp(server.rootBlob ?? "", stamp);
  const { blob, size, md5, sha512 } = content;
  image.status = "saving";
  world.later(SNAPSHOT_MS, "image.filled", image.id, {
    blob,
    size,
    md5,
    sha512,
    virtualSize: base?.virtualSize ?? size,
  });
  world.later(SNAPSHOT_MS, "server.settled", server.id, { to: server.status });
  return image;
}

/** Nothing is copied: the image says which snapshots make up the disks. It is active and empty at once. */
function imageOfVolumes(call: ActionCall, name: string): Image {
  const { world, request, server } = call;
  const caller = callerOf(request);
  const mapping = server.attachments.map((one) => {
    const volume = world.state.volume.volumes[one.volumeId];
    if (volume === undefined) throw faultRefusal(404, `Volume ${one.volumeId} could not be found.`);
    const labels = { name: `snapshot for ${name}`, description: "", metadata: {} };
    const snapshot = makeSnapshot(world, caller, volume, labels);
    return mappingEntry(one, snapshot.id, volume.size);
  });
  const root = server.attachments.find((one) => one.boot);
  const guest = Object.entries(world.state.volume.volumes[root?.volumeId ?? ""]?.imageMetadata ?? {});
  const image = newImage(world, caller, {
    ...commonFacts(call, name),
    diskFormat: "qcow2",
    properties: {
      ...Object.fromEntries(guest.filter(([key]) => key.startsWith("hw_") || key.startsWith("os_"))),
      ...originFacts(call),
      root_device_name: root?.device ?? "/dev/vda",
      block_device_mapping: JSON.stringify(mapping),
      bdm_v2: "True",
      ...textMap(call.facts["metadata"]),
    },
  });
  world.later(0, "image.filled", image.id, {
    blob: null,
    size: 0,
    md5: MD5_OF_NOTHING,
    sha512: SHA512_OF_NOTHING,
    virtualSize: null,
  });
  return image;
}

function commonFacts(call: ActionCall, name: string) {
  const minDisk = seenFlavor(call.world, call.server.flavorId).disk;
  return { name, containerFormat: "bare", visibility: "private", minDisk };
}

function originFacts({ world, request, server }: ActionCall): Record<string, string> {
  const caller = callerOf(request);
  const root = server.attachments.find((one) => one.boot);
  const fromVolume = world.state.volume.volumes[root?.volumeId ?? ""]?.imageMetadata?.["image_id"];
  return {
    base_image_ref: server.imageId ?? fromVolume ?? "",
    owner_user_name: caller.userName,
    owner_project_name: caller.projectName,
    boot_roles: caller.roleNames.join(","),
  };
}

function mappingEntry(one: Attachment, snapshotId: string, size: number): Record<string, unknown> {
  return {
    image_id: null,
    snapshot_id: snapshotId,
    disk_bus: null,
    boot_index: one.boot ? 0 : null,
    guest_format: null,
    encrypted: null,
    device_name: one.device,
    encryption_secret_uuid: null,
    destination_type: "volume",
    volume_type: null,
    volume_id: null,
    encryption_format: null,
    delete_on_termination: one.deleteOnTermination,
    device_type: null,
    volume_size: size,
    source_type: "snapshot",
    tag: null,
    no_device: null,
    encryption_options: null,
  };
}

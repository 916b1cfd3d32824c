import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { type Fields, isFields } from "../core/read.ts";
import { isoSeconds, newUuid, type World } from "../core/world.ts";
import { newImage } from "../image/new-image.ts";
import { emptyQcow2 } from "../image/qcow2.ts";
import { checkVolumeQuota } from "./quotas.ts";
import { volumeTypeView } from "./views.ts";
import type { Volume } from "./volume-state.ts";
import { seenVolume, touchVolume } from "./volumes.ts";

const GIB = 2 ** 30;
/** From here on cinder grows a volume while it is attached. */
const ONLINE_EXTEND_MINOR = 42;

interface ActionCall {
  readonly world: World;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly volume: Volume;
  readonly facts: Fields;
}

const ACTIONS: Readonly<Record<string, (call: ActionCall) => unknown>> = {
  "os-extend": extend,
  "os-retype": retype,
  "os-volume_upload_image": uploadImage,
  "os-set_bootable": setBootable,
  "os-reset_status": resetStatus,
};

export function addVolumeActionRoutes(service: FastifyInstance, world: World): void {
  service.post("/v3/:tenant/volumes/:id/action", async (request, reply) => {
    const volume = seenVolume(world, request);
    const body = isFields(request.body) ? request.body : {};
    const name = Object.keys(body)[0] ?? "";
    const action = ACTIONS[name];
    if (action === undefined) {
      const text = `There is no such action: ${name}. Verify the request body and Content-Type header and try again.`;
      throw faultRefusal(400, text);
    }
    const facts = isFields(body[name]) ? body[name] : {};
    return action({ world, request, reply, volume, facts });
  });
}

function extend({ world, request, reply, volume, facts }: ActionCall): FastifyReply {
  const size = Number(facts["new_size"]);
  const online = volume.status === "in-use" && minorOf(request) >= ONLINE_EXTEND_MINOR;
  if (volume.status !== "available" && !online) {
    const text = `Volume ${volume.id} status must be '{'status': 'available'}' to extend, currently ${volume.status}.`;
    throw faultRefusal(400, `Invalid volume: ${text}`);
  }
  if (!Number.isInteger(size) || size <= volume.size) {
    const text = `New size for extend must be greater than current size. (current: ${volume.size}, extended: ${size}).`;
    throw faultRefusal(400, `Invalid input received: ${text}`);
  }
  checkVolumeQuota(world, volume.projectId, { count: 0, gigabytes: size - volume.size, size });
  const status = volume.status;
  volume.status = "extending";
  world.later(500, "volume.extended", volume.id, { size, status });
  return reply.code(202).send();
}

function retype({ world, reply, volume, facts }: ActionCall): FastifyReply {
  const wanted = String(facts["new_type"] ?? "");
  const type = Object.values(world.state.volume.types).find((one) => one.name === wanted || one.id === wanted);
  if (type === undefined) throw faultRefusal(404, `Volume type with name ${wanted} could not be found.`);
  if (type.name === volume.volumeType) {
    throw faultRefusal(400, `Invalid volume: Retype cannot change to the same type: ${type.name}.`);
  }
  if (facts["migration_policy"] !== "on-demand") {
    // The two types live on different storage, so a retype that must not move data ends unchanged, as in cinder.
    volume.status = volume.attachments.length > 0 ? "in-use" : "available";
    touchVolume(world, volume);
    return reply.code(202).send();
  }
  const status = volume.status;
  volume.status = "retyping";
  world.later(1500, "volume.retyped", volume.id, { type: type.name, status });
  return reply.code(202).send();
}

async function uploadImage({ world, request, reply, volume, facts }: ActionCall): Promise<FastifyReply> {
  const caller = callerOf(request);
  if (volume.status !== "available") {
    const text = `Volume ${volume.id} status must be available or in-use, but current status is: ${volume.status}.`;
    const inUse =
      "Invalid volume: Invalid volume: Volume is in-use; uploading needs force, which this cloud does not allow.";
    throw faultRefusal(400, volume.status === "in-use" ? inUse : `Invalid volume: ${text}`);
  }
  const diskFormat = String(facts["disk_format"] ?? "raw");
  const containerFormat = String(facts["container_format"] ?? "bare");
  const image = newImage(world, caller, {
    name: String(facts["image_name"] ?? ""),
    diskFormat,
    containerFormat,
    visibility: String(facts["visibility"] ?? "shared"),
    properties: guestProperties(volume),
    minDisk: 0,
  });
  const stamp = `\nvolume ${volume.id} at ${isoSeconds(world.clock)} ${newUuid()}\n`;
  const blank = () => world.blobs.write(Readable.from([emptyQcow2(volume.size * GIB), stamp]));
  volume.status = "uploading";
  touchVolume(world, volume);
  const content = volume.blob === null ? await blank() : await world.blobs.copyWithStamp(volume.blob, stamp);
  const { blob, size, md5, sha512 } = content;
  image.status = "saving";
  world.later(2000, "image.filled", image.id, { blob, size, md5, sha512, virtualSize: volume.size * GIB });
  world.later(2000, "volume.ready", volume.id, { status: "available", bootable: volume.bootable });
  const type = Object.values(world.state.volume.types).find((one) => one.name === volume.volumeType);
  const answer = {
    id: volume.id,
    updated_at: volume.updatedAt,
    status: "uploading",
    display_description: volume.description,
    size: volume.size,
    volume_type: type === undefined ? null : { ...typeRecord(volumeTypeView(type)), created_at: volume.createdAt },
    image_id: image.id,
    container_format: containerFormat,
    disk_format: diskFormat,
    image_name: image.name,
    protected: false,
    visibility: image.visibility,
  };
  return reply.code(202).send({ "os-volume_upload_image": answer });
}

/** What glance learns of the guest; cinder's own bookkeeping keys stay behind. */
function guestProperties(volume: Volume): Record<string, string> {
  const kept = Object.entries(volume.imageMetadata ?? {}).filter(
    ([key]) => key.startsWith("hw_") || key.startsWith("os_"),
  );
  return Object.fromEntries(kept);
}

function typeRecord(view: Record<string, unknown>): Record<string, unknown> {
  const { "os-volume-type-access:is_public": _access, ...record } = view;
  return { ...record, qos_specs_id: null, updated_at: null, deleted_at: null, deleted: false };
}

function setBootable({ world, reply, volume, facts }: ActionCall): FastifyReply {
  volume.bootable = facts["bootable"] === true;
  touchVolume(world, volume);
  return reply.code(200).send();
}

function resetStatus({ world, request, reply, volume, facts }: ActionCall): FastifyReply {
  if (!callerOf(request).isAdmin) {
    throw faultRefusal(403, "Policy doesn't allow volume_extension:volume_admin_actions:reset_status to be performed.");
  }
  if (typeof facts["status"] === "string") volume.status = facts["status"];
  touchVolume(world, volume);
  return reply.code(202).send();
}

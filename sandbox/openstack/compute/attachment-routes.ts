import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { envelope, param } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { attachVolume } from "./attach-volume.ts";
import type { Attachment, Server } from "./compute-state.ts";
import { invalidField, wrongState } from "./refusals.ts";
import { recordAction } from "./server-life.ts";
import { refuseLocked, seenServer, touchServer } from "./servers.ts";

const PATH = "/v2.1/servers/:id/os-volume_attachments";
const DETACH_MS = 500;
const ATTACHABLE = ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "VERIFY_RESIZE", "SHELVED_OFFLOADED"];

export function addAttachmentRoutes(service: FastifyInstance, world: World): void {
  service.get(PATH, async (request) => {
    const server = seenServer(world, request);
    return { volumeAttachments: server.attachments.map((one) => view(request, server, one)) };
  });
  service.post(PATH, async (request) => {
    const server = seenServer(world, request);
    refuseLocked(request, server);
    const wanted = envelope(request, "volumeAttachment");
    const volumeId = wanted?.["volumeId"];
    if (typeof volumeId !== "string")
      throw invalidField("volumeAttachment", wanted ?? null, "'volumeId' is a required property");
    const volume = world.state.volume.volumes[volumeId];
    if (volume === undefined || volume.projectId !== callerOf(request).projectId) {
      throw faultRefusal(404, `Volume ${volumeId} could not be found.`);
    }
    if (!ATTACHABLE.includes(server.status)) throw wrongState(server, "attach_volume");
    if (volume.attachments.length > 0) {
      const where = volume.attachments.map((one) => one.serverId).join(", ");
      throw faultRefusal(400, `Invalid volume: volume ${volumeId} is already attached to instances: ${where}`);
    }
    if (volume.status !== "available") {
      throw faultRefusal(
        400,
        `Invalid volume: volume ${volumeId} status must be 'available'. Currently in '${volume.status}'`,
      );
    }
    const tag = typeof wanted?.["tag"] === "string" ? wanted["tag"] : null;
    const deleteOnTermination = wanted?.["delete_on_termination"] === true;
    const attachment = attachVolume(world, server, volume, { boot: false, deleteOnTermination, tag });
    recordAction(world, request, server, "attach_volume");
    touchServer(world, server);
    return { volumeAttachment: view(request, server, attachment) };
  });
  service.get(`${PATH}/:volume`, async (request) => {
    const server = seenServer(world, request);
    return { volumeAttachment: view(request, server, found(request, server)) };
  });
  service.delete(`${PATH}/:volume`, async (request, reply) => {
    const server = seenServer(world, request);
    refuseLocked(request, server);
    const attachment = found(request, server);
    if (attachment.boot && server.status !== "SHELVED_OFFLOADED") {
      throw faultRefusal(400, "Cannot detach a root device volume");
    }
    const volume = world.state.volume.volumes[attachment.volumeId];
    if (volume !== undefined) volume.status = "detaching";
    recordAction(world, request, server, "detach_volume");
    world.later(DETACH_MS, "server.volume-detached", server.id, { volumeId: attachment.volumeId });
    return reply.code(202).send();
  });
}

function found(request: FastifyRequest, server: Server): Attachment {
  const volumeId = param(request, "volume");
  const attachment = server.attachments.find((one) => one.volumeId === volumeId);
  if (attachment !== undefined) return attachment;
  throw faultRefusal(404, `Instance ${server.id} is not attached to volume ${volumeId}`);
}

function view(request: FastifyRequest, server: Server, one: Attachment): Record<string, unknown> {
  const minor = minorOf(request);
  return {
    ...(minor < 89 ? { id: one.volumeId } : { attachment_id: one.attachmentId, bdm_uuid: one.attachmentId }),
    volumeId: one.volumeId,
    serverId: server.id,
    device: one.device,
    ...(minor >= 70 ? { tag: one.tag } : {}),
    ...(minor >= 79 ? { delete_on_termination: one.deleteOnTermination } : {}),
  };
}

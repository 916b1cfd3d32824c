import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { isFields, param } from "../core/read.ts";
import { isoSeconds, type World } from "../core/world.ts";
import type { Image, ImageMember } from "./image-state.ts";
import { ownImage, seenImage, touchImage } from "./images.ts";
import { glanceRefusal } from "./refusals.ts";
import { memberView } from "./views.ts";

/** Sharing an image with other projects, which accept or reject it. */
export function addMemberRoutes(service: FastifyInstance, world: World): void {
  service.get("/v2/images/:id/members", async (request) => {
    const image = shared(seenImage(world, request), "list members for");
    const caller = callerOf(request);
    const all = caller.isAdmin || image.owner === caller.projectId;
    const seen = image.members.filter((one) => all || one.memberId === caller.projectId);
    return { members: seen.map((one) => memberView(image, one)), schema: "/v2/schemas/members" };
  });
  service.post("/v2/images/:id/members", async (request) => {
    const image = shared(ownImage(world, request, "add_member"), "add members to");
    const memberId = String(isFields(request.body) ? request.body["member"] : "");
    if (memberId === "") throw glanceRefusal(400, "Member to be added not specified");
    if (image.members.some((one) => one.memberId === memberId)) {
      throw glanceRefusal(409, `Member ${memberId} is duplicated for image ${image.id}`);
    }
    const now = isoSeconds(world.clock);
    const member: ImageMember = { memberId, status: "pending", createdAt: now, updatedAt: now };
    image.members.push(member);
    world.changed();
    return memberView(image, member);
  });
  service.get("/v2/images/:id/members/:member", async (request) => {
    const image = seenImage(world, request);
    return memberView(image, found(image, request));
  });
  service.put("/v2/images/:id/members/:member", async (request) => {
    const image = seenImage(world, request);
    const member = found(image, request);
    const caller = callerOf(request);
    const status = isFields(request.body) ? request.body["status"] : undefined;
    if (status !== "pending" && status !== "accepted" && status !== "rejected") {
      throw glanceRefusal(400, `Invalid member status: ${String(status)}`);
    }
    if (!caller.isAdmin && caller.projectId !== member.memberId) {
      throw glanceRefusal(403, "You are not authorized to complete modify_member action.");
    }
    member.status = status;
    member.updatedAt = isoSeconds(world.clock);
    world.changed();
    return memberView(image, member);
  });
  service.delete("/v2/images/:id/members/:member", async (request, reply) => {
    const image = ownImage(world, request, "delete_member");
    const member = found(image, request);
    image.members = image.members.filter((one) => one !== member);
    touchImage(world, image);
    return reply.code(204).send();
  });
}

function shared(image: Image, verb: string): Image {
  if (image.visibility === "shared") return image;
  throw glanceRefusal(403, `Not allowed to ${verb} image ${image.id}: Only shared images have members.`);
}

function found(image: Image, request: FastifyRequest): ImageMember {
  const memberId = param(request, "member");
  const member = image.members.find((one) => one.memberId === memberId);
  if (member === undefined)
    throw glanceRefusal(404, `${memberId} not found in the member list of the image ${image.id}.`);
  return member;
}

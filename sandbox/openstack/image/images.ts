import type { FastifyInstance, FastifyRequest } from "fastify";
import { releaseBlob } from "../core/blob-references.ts";
import { callerOf } from "../core/caller.ts";
import { type Fields, isFields, param, textList } from "../core/read.ts";
import { isoSeconds, type World } from "../core/world.ts";
import type { Image } from "./image-state.ts";
import { applyPatch, checkVisibility, DISK_FORMATS, READ_ONLY } from "./json-patch.ts";
import { listImages } from "./list-images.ts";
import { newImage } from "./new-image.ts";
import { glanceRefusal, imageNotFound } from "./refusals.ts";
import { imageView } from "./views.ts";
import { seesImage } from "./visibility.ts";

const BASE_KEYS = new Set(
  "id name disk_format container_format visibility protected os_hidden min_disk min_ram tags owner".split(" "),
);

export function addImageRoutes(service: FastifyInstance, world: World): void {
  const { images } = world.state.image;
  service.get("/v2/images", async (request) => listImages(world, request));
  service.post("/v2/images", async (request, reply) => {
    const image = createImage(world, request);
    return reply.code(201).header("location", `/v2/images/${image.id}`).send(imageView(image));
  });
  service.get("/v2/images/:id", async (request) => imageView(seenImage(world, request)));
  service.patch("/v2/images/:id", async (request) => {
    const image = ownImage(world, request, "modify_image");
    if (!Array.isArray(request.body))
      throw glanceRefusal(400, "Request body must be a JSON array of operation objects.");
    for (const operation of request.body.filter(isFields)) applyPatch(callerOf(request), image, operation);
    touchImage(world, image);
    return imageView(image);
  });
  service.delete("/v2/images/:id", async (request, reply) => {
    const image = ownImage(world, request, "delete_image");
    if (image.protected) throw glanceRefusal(403, `Image ${image.id} is protected and cannot be deleted.`);
    delete images[image.id];
    releaseBlob(world, image.blob);
    world.changed();
    return reply.code(204).send();
  });
  service.put("/v2/images/:id/tags/:tag", async (request, reply) => {
    const image = ownImage(world, request, "modify_image");
    if (!image.tags.includes(param(request, "tag"))) image.tags.push(param(request, "tag"));
    touchImage(world, image);
    return reply.code(204).send();
  });
  service.delete("/v2/images/:id/tags/:tag", async (request, reply) => {
    const image = ownImage(world, request, "modify_image");
    image.tags = image.tags.filter((tag) => tag !== param(request, "tag"));
    touchImage(world, image);
    return reply.code(204).send();
  });
}

/** The image of a request's path, if the caller may see it. */
export function seenImage(world: World, request: FastifyRequest): Image {
  const id = param(request, "id");
  const image = world.state.image.images[id];
  if (image === undefined || !seesImage(callerOf(request), image)) throw imageNotFound(id);
  return image;
}

/** The image of a request's path, if the caller may change it. */
export function ownImage(world: World, request: FastifyRequest, action: string): Image {
  const image = seenImage(world, request);
  const caller = callerOf(request);
  if (caller.isAdmin || image.owner === caller.projectId) return image;
  throw glanceRefusal(403, `You are not authorized to complete ${action} action.`);
}

export function touchImage(world: World, image: Image): void {
  image.updatedAt = isoSeconds(world.clock);
  world.changed();
}

function createImage(world: World, request: FastifyRequest): Image {
  const caller = callerOf(request);
  const wanted: Fields = isFields(request.body) ? request.body : {};
  const id = typeof wanted["id"] === "string" ? wanted["id"] : undefined;
  if (id !== undefined && world.state.image.images[id] !== undefined) {
    throw glanceRefusal(409, `Image ID ${id} already exists!`);
  }
  const diskFormat = typeof wanted["disk_format"] === "string" ? wanted["disk_format"] : null;
  if (diskFormat !== null && !DISK_FORMATS.includes(diskFormat)) {
    const known = ["None", ...DISK_FORMATS.map((format) => `'${format}'`)].join(", ");
    throw glanceRefusal(400, `Provided object does not match schema 'image': '${diskFormat}' is not one of [${known}]`);
  }
  const visibility = String(wanted["visibility"] ?? "shared");
  checkVisibility(caller, visibility);
  const free = Object.entries(wanted).filter(([key]) => !BASE_KEYS.has(key));
  for (const [key, value] of free) {
    if (READ_ONLY.has(key)) throw glanceRefusal(403, `Attribute '${key}' is read-only.`);
    if (typeof value !== "string") {
      throw glanceRefusal(
        400,
        `Provided object does not match schema 'image': ${String(value)} is not of type 'string'`,
      );
    }
  }
  return newImage(world, caller, {
    ...(id === undefined ? {} : { id }),
    name: typeof wanted["name"] === "string" ? wanted["name"] : null,
    diskFormat,
    containerFormat: typeof wanted["container_format"] === "string" ? wanted["container_format"] : null,
    visibility,
    properties: Object.fromEntries(free.map(([key, value]) => [key, String(value)])),
    minDisk: Number(wanted["min_disk"] ?? 0),
    minRam: Number(wanted["min_ram"] ?? 0),
    protected: wanted["protected"] === true,
    hidden: wanted["os_hidden"] === true,
    tags: textList(wanted["tags"]),
  });
}

import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { BlobFacts } from "../core/blob-store.ts";
import type { World } from "../core/world.ts";
import { fillImage } from "./fill-image.ts";
import type { Image } from "./image-state.ts";
import { ownImage, seenImage, touchImage } from "./images.ts";
import { glanceRefusal } from "./refusals.ts";

/** Upload and download of an image's bytes, both streamed. */
export function addContentRoutes(service: FastifyInstance, world: World): void {
  service.put("/v2/images/:id/file", async (request, reply) => {
    const image = ownImage(world, request, "upload_image");
    if (image.status !== "queued") {
      throw glanceRefusal(409, `Image status transition from ${image.status} to saving is not allowed`);
    }
    image.status = "saving";
    const facts = await receive(world, request, image);
    fillImage(world, image, facts);
    return reply.code(204).send();
  });
  service.put("/v2/images/:id/stage", async (request, reply) => {
    const image = ownImage(world, request, "upload_image");
    if (image.status !== "queued") {
      throw glanceRefusal(409, `Image status transition from ${image.status} to uploading is not allowed`);
    }
    const facts = await receive(world, request, image);
    Object.assign(image, {
      status: "uploading",
      blob: facts.blob,
      size: facts.size,
      checksum: facts.md5,
      hashValue: facts.sha512,
    });
    touchImage(world, image);
    return reply.code(204).send();
  });
  service.get("/v2/images/:id/file", async (request, reply) => {
    const image = seenImage(world, request);
    if (image.status === "queued" || image.status === "saving" || image.status === "importing")
      return reply.code(204).send();
    const size = image.size ?? 0;
    reply.header("content-md5", image.checksum ?? "").type("application/octet-stream");
    if (image.blob === null || size === 0) return reply.header("content-length", 0).send("");
    const range = rangeOf(request, size);
    if (range === undefined)
      return reply.header("content-length", size).send(world.blobs.read(image.blob, 0, size - 1));
    const [start, end] = range;
    reply.code(206).headers({ "content-length": end - start + 1, "content-range": `bytes ${start}-${end}/${size}` });
    return reply.send(world.blobs.read(image.blob, start, end));
  });
}

/** Stores the body; a body cut short or of another length than announced leaves the image `queued`. */
async function receive(world: World, request: FastifyRequest, image: Image): Promise<BlobFacts> {
  const body = request.body instanceof Readable ? request.body : Readable.from([]);
  const facts = await world.blobs.write(body).catch(() => undefined);
  const announced = request.headers["x-openstack-image-size"];
  const complete = facts !== undefined && (announced === undefined || Number(announced) === facts.size);
  if (facts !== undefined && complete) return facts;
  if (facts !== undefined) world.blobs.remove(facts.blob);
  image.status = "queued";
  touchImage(world, image);
  throw glanceRefusal(
    400,
    `Data supplied was not valid: announced ${String(announced)} bytes, received ${facts?.size ?? "fewer"}.`,
  );
}

/** First and last byte of a single `bytes=a-b`, `bytes=a-` or `bytes=-n` range; undefined without one. */
function rangeOf(request: FastifyRequest, size: number): [number, number] | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(String(request.headers.range ?? "")) ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return undefined;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (start < size && start <= end) return [start, end];
  const text = `Invalid start position in Range header. Start position MUST be in the inclusive range [0, ${size - 1}].`;
  throw glanceRefusal(416, "The Range requested is not available.", text);
}

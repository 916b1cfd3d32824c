import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { isFields } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { fillImage } from "./fill-image.ts";
import type { Image } from "./image-state.ts";
import { ownImage, touchImage } from "./images.ts";
import { glanceRefusal } from "./refusals.ts";

const METHODS = ["glance-direct", "web-download"];

/** Import by URL (`web-download`) or of a staged upload (`glance-direct`). */
export function addImportRoutes(service: FastifyInstance, world: World): void {
  service.get("/v2/info/import", async () => ({
    "import-methods": { description: "Import methods available.", type: "array", value: METHODS },
  }));
  service.get("/v2/info/stores", async () => ({
    stores: [{ id: "sandbox", description: "Files of the sandbox", default: true }],
  }));
  service.post("/v2/images/:id/import", async (request, reply) => {
    const image = ownImage(world, request, "modify_image");
    const body = isFields(request.body) ? request.body : {};
    const method = isFields(body["method"]) ? body["method"] : {};
    if (method["name"] === "glance-direct") importStaged(world, image);
    else if (method["name"] === "web-download") importUrl(world, image, String(method["uri"] ?? ""));
    else throw glanceRefusal(400, `Unknown import method name '${String(method["name"])}'.`);
    return reply.code(202).send();
  });
}

function importStaged(world: World, image: Image): void {
  if (image.status !== "uploading") {
    throw glanceRefusal(409, `Image needs to be staged before 'glance-direct' method can be used`);
  }
  image.status = "importing";
  touchImage(world, image);
  const { blob, size, checksum, hashValue } = image;
  world.later(800, "image.filled", image.id, { blob, size, md5: checksum, sha512: hashValue, virtualSize: size });
}

function importUrl(world: World, image: Image, uri: string): void {
  if (image.status !== "queued") {
    throw glanceRefusal(409, `Image needs to be in 'queued' state to use 'web-download' method`);
  }
  if (!allowed(world, uri)) throw glanceRefusal(400, `URI for web-download does not pass filtering: ${uri}`);
  image.status = "importing";
  touchImage(world, image);
  void download(world, image, uri);
}

/** Glance's default filter: http and https, ports 80 and 443 only. */
function allowed(world: World, uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, port } = new URL(uri);
  const number = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  return (protocol === "http:" || protocol === "https:") && world.importPorts.includes(number);
}

/** A failed download puts the image back to `queued`, as glance does; nothing else tells the client. */
async function download(world: World, image: Image, uri: string): Promise<void> {
  try {
    const response = await fetch(uri);
    if (!response.ok || response.body === null) throw new Error(`the source answered ${response.status}`);
    fillImage(
      world,
      image,
      await world.blobs.write(Readable.fromWeb(response.body as import("node:stream/web").ReadableStream)),
    );
  } catch {
    image.status = "queued";
    image.properties["os_glance_failed_import"] = "sandbox";
    touchImage(world, image);
  }
}

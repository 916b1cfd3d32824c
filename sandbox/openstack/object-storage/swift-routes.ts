import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { listShelved } from "../../shared/objects/list-objects.ts";
import {
  type ObjectShelf,
  roomIn,
  ShelfFull,
  type ShelvedBucket,
  type ShelvedObject,
  usedIn,
} from "../../shared/objects/object-shelf.ts";
import { callerOf } from "../core/caller.ts";
import { param, queryValue } from "../core/read.ts";
import { Refusal } from "../core/refusal.ts";
import { addService } from "../core/service.ts";
import { newHexId, type World } from "../core/world.ts";
import { containersOf } from "./object-state.ts";

const LONGEST_LIST = 10_000;
const META = /^x-(remove-)?container-meta-(.+)$/;

/** Swift below `/swift`: containers with metadata and quota, objects, and `/info`. */
export function addObjectStorage(app: FastifyInstance, world: World, shelf: ObjectShelf): void {
  const open = ["/swift/info"];
  const errorBody = (_status: number, message: string) => message;
  addService(app, { world, prefix: "/swift", open, recordedMs: { read: 15, write: 30 }, errorBody }, (service) => {
    service.removeAllContentTypeParsers();
    service.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    // Terraform's provider says an empty one when it changes metadata.
    service.addHook("onRequest", async (request) => {
      if (request.headers["content-type"] === "") delete request.headers["content-type"];
    });
    service.addHook("onSend", async (_request, reply, payload) => {
      reply.header("x-trans-id", `tx${newHexId()}`);
      return payload;
    });
    service.get("/info", async () => ({ swift: { version: "2.30.1" }, container_quotas: {}, slo: {} }));
    service.get("/v1/:account", async (request, reply) => {
      const all = Object.entries(ownContainers(world, request));
      const bytes = all.map(([, one]) => usedIn(one)).reduce((sum, size) => sum + size, 0);
      reply.header("x-account-container-count", all.length).header("x-account-bytes-used", bytes);
      if (request.method === "HEAD") return reply.code(204).send();
      return all.map(([name, one]) => ({ name, count: Object.keys(one.objects).length, bytes: usedIn(one) }));
    });
    addContainerRoutes(service, world);
    addObjectRoutes(service, world, shelf);
  });
}

function addContainerRoutes(service: FastifyInstance, world: World): void {
  const url = "/v1/:account/:container";
  service.put(url, async (request, reply) => {
    const containers = ownContainers(world, request);
    const name = param(request, "container");
    const isNew = containers[name] === undefined;
    const container = containers[name] ?? { quotaBytes: null, metadata: {}, objects: {} };
    containers[name] = container;
    takeMetadata(container, request);
    world.changed();
    return reply.code(isNew ? 201 : 202).send();
  });
  service.post(url, async (request, reply) => {
    takeMetadata(ownContainer(world, request), request);
    world.changed();
    return reply.code(204).send();
  });
  service.get(url, async (request, reply) => {
    const container = ownContainer(world, request);
    reply.headers(factsOf(container));
    if (request.method === "HEAD") return reply.code(204).send();
    const asked = Number(queryValue(request, "limit") ?? LONGEST_LIST);
    const [prefix = "", delimiter = "", after = ""] = ["prefix", "delimiter", "marker"].map((name) =>
      queryValue(request, name),
    );
    const wish = { prefix, delimiter, after, limit: Math.min(asked, LONGEST_LIST) };
    const entries = listShelved(container, wish).entries;
    return entries.map(({ name, object }) => (object === null ? { subdir: name } : entryView(name, object)));
  });
  service.delete(url, async (request, reply) => {
    const container = ownContainer(world, request);
    if (Object.keys(container.objects).length > 0) {
      throw new Refusal(
        409,
        "<html><h1>Conflict</h1><p>There was a conflict when trying to complete your request.</p></html>",
      );
    }
    delete ownContainers(world, request)[param(request, "container")];
    world.changed();
    return reply.code(204).send();
  });
}

function addObjectRoutes(service: FastifyInstance, world: World, shelf: ObjectShelf): void {
  const url = "/v1/:account/:container/*";
  service.put(url, async (request, reply) => {
    const container = ownContainer(world, request);
    const key = param(request, "*");
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    const length = Number(request.headers["content-length"] ?? 0);
    const room = roomIn(container, container.objects[key]);
    if (length > room) throw overQuota();
    const type = String(request.headers["content-type"] ?? "application/octet-stream");
    const object = await shelf.write(content, type, room).catch((error: unknown) => {
      throw error instanceof ShelfFull ? overQuota() : error;
    });
    shelf.drop(container.objects[key]);
    container.objects[key] = object;
    world.changed();
    return reply.code(201).header("etag", object.etag).send();
  });
  service.get(url, async (request, reply) => {
    const object = ownContainer(world, request).objects[param(request, "*")];
    if (object === undefined) throw missing();
    reply.header("etag", object.etag).header("last-modified", new Date(object.modified).toUTCString());
    reply.type(object.contentType).header("content-length", object.size);
    return reply.send(request.method === "HEAD" ? "" : shelf.read(object));
  });
  service.delete(url, async (request, reply) => {
    const { objects } = ownContainer(world, request);
    const key = param(request, "*");
    if (objects[key] === undefined) throw missing();
    shelf.drop(objects[key]);
    delete objects[key];
    world.changed();
    return reply.code(204).send();
  });
}

function ownContainers(world: World, request: FastifyRequest): Record<string, ShelvedBucket> {
  const { projectId } = callerOf(request);
  if (param(request, "account") !== `AUTH_${projectId}`) {
    throw new Refusal(403, "<html><h1>Forbidden</h1><p>Access was denied to this resource.</p></html>");
  }
  return containersOf(world.state, projectId);
}

function ownContainer(world: World, request: FastifyRequest): ShelvedBucket {
  const container = ownContainers(world, request)[param(request, "container")];
  if (container !== undefined) return container;
  throw missing();
}

/** An empty value takes an entry away. */
function takeMetadata(container: ShelvedBucket, request: FastifyRequest): void {
  for (const [header, value] of Object.entries(request.headers)) {
    const [, remove, name = ""] = META.exec(header) ?? [];
    if (name === "") continue;
    if (remove !== undefined || value === "") delete container.metadata[name];
    else container.metadata[name] = String(value);
  }
  const quota = container.metadata["quota-bytes"];
  container.quotaBytes = quota === undefined ? null : Number(quota);
}

function factsOf(container: ShelvedBucket): Record<string, string> {
  const own = Object.entries(container.metadata).map(([name, value]) => [`x-container-meta-${name}`, value]);
  return {
    ...Object.fromEntries(own),
    "x-container-object-count": String(Object.keys(container.objects).length),
    "x-container-bytes-used": String(usedIn(container)),
    "x-storage-policy": "Policy-0",
    "x-timestamp": "1767225600.00000",
  };
}

function entryView(name: string, { size, etag, contentType, modified }: ShelvedObject) {
  const modifiedAt = new Date(modified).toISOString().replace("Z", "000");
  return { name, bytes: size, hash: etag, content_type: contentType, last_modified: modifiedAt };
}

function missing(): Refusal {
  return new Refusal(404, "<html><h1>Not Found</h1><p>The resource could not be found.</p></html>");
}

function overQuota(): Refusal {
  return new Refusal(413, "<html><h1>Request Entity Too Large</h1><p>Upload exceeds quota.</p></html>");
}

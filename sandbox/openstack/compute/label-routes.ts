import type { FastifyInstance, FastifyRequest } from "fastify";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { baseUrl, envelope, isFields, param, textList, textMap } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { Server } from "./compute-state.ts";
import { refuseLocked, seenServer, touchServer } from "./servers.ts";

const TAGS_MINOR = 26;

/** A server's metadata and tags. */
export function addLabelRoutes(service: FastifyInstance, world: World): void {
  addMetadata(service, world);
  addTags(service, world);
}

function addMetadata(service: FastifyInstance, world: World): void {
  const path = "/v2.1/servers/:id/metadata";
  const changeable = (request: FastifyRequest) => {
    const server = seenServer(world, request);
    refuseLocked(request, server);
    return server;
  };
  service.get(path, async (request) => ({ metadata: seenServer(world, request).metadata }));
  service.post(path, async (request) => {
    const server = changeable(request);
    server.metadata = { ...server.metadata, ...textMap(envelope(request, "metadata")) };
    touchServer(world, server);
    return { metadata: server.metadata };
  });
  service.put(path, async (request) => {
    const server = changeable(request);
    server.metadata = textMap(envelope(request, "metadata"));
    touchServer(world, server);
    return { metadata: server.metadata };
  });
  service.get(`${path}/:key`, async (request) => {
    const server = seenServer(world, request);
    return { meta: { [param(request, "key")]: item(server, param(request, "key")) } };
  });
  service.put(`${path}/:key`, async (request) => {
    const server = changeable(request);
    const meta = textMap(envelope(request, "meta"));
    server.metadata = { ...server.metadata, ...meta };
    touchServer(world, server);
    return { meta };
  });
  service.delete(`${path}/:key`, async (request, reply) => {
    const server = changeable(request);
    item(server, param(request, "key"));
    delete server.metadata[param(request, "key")];
    touchServer(world, server);
    return reply.code(204).send();
  });
}

function item(server: Server, key: string): string {
  const value = server.metadata[key];
  if (value === undefined) throw faultRefusal(404, "Metadata item was not found");
  return value;
}

function addTags(service: FastifyInstance, world: World): void {
  const path = "/v2.1/servers/:id/tags";
  const tagged = (request: FastifyRequest) => {
    // To an older client the path does not exist.
    if (minorOf(request) < TAGS_MINOR) throw faultRefusal(404, "The resource could not be found.");
    return seenServer(world, request);
  };
  const missing = (server: Server, tag: string) => faultRefusal(404, `Server ${server.id} has no tag '${tag}'`);
  service.get(path, async (request) => ({ tags: tagged(request).tags }));
  service.put(path, async (request) => {
    const server = tagged(request);
    server.tags = [...new Set(textList(isFields(request.body) ? request.body["tags"] : []))];
    touchServer(world, server);
    return { tags: server.tags };
  });
  service.delete(path, async (request, reply) => {
    const server = tagged(request);
    server.tags = [];
    touchServer(world, server);
    return reply.code(204).send();
  });
  service.get(`${path}/:tag`, async (request, reply) => {
    const server = tagged(request);
    if (!server.tags.includes(param(request, "tag"))) throw missing(server, param(request, "tag"));
    return reply.code(204).send();
  });
  service.put(`${path}/:tag`, async (request, reply) => {
    const server = tagged(request);
    const known = server.tags.includes(param(request, "tag"));
    if (!known) server.tags.push(param(request, "tag"));
    touchServer(world, server);
    reply.header("location", `${baseUrl(request)}/compute/v2.1/servers/${server.id}/tags/${param(request, "tag")}`);
    return reply.code(known ? 204 : 201).send();
  });
  service.delete(`${path}/:tag`, async (request, reply) => {
    const server = tagged(request);
    if (!server.tags.includes(param(request, "tag"))) throw missing(server, param(request, "tag"));
    server.tags = server.tags.filter((tag) => tag !== param(request, "tag"));
    touchServer(world, server);
    return reply.code(204).send();
  });
}

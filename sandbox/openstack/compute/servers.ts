import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { baseUrl, envelope, param, queryValue } from "../core/read.ts";
import { isoSeconds, type World } from "../core/world.ts";
import type { Server } from "./compute-state.ts";
import { createServer } from "./create-server.ts";
import { novaLinks } from "./links.ts";
import { listServers } from "./list-servers.ts";
import { locked, serverNotFound } from "./refusals.ts";
import { recordAction } from "./server-life.ts";
import { type ServerViewOptions, serverView, shortServerView } from "./server-view.ts";

const DELETE_MS = 400;

export function addServerRoutes(service: FastifyInstance, world: World): void {
  service.get("/v2.1/servers", async (request) => {
    const page = listServers(world, request);
    const servers = page.items.map((one) => ({
      id: one.id,
      name: one.name,
      links: novaLinks(baseUrl(request), "servers", one.id),
    }));
    return { servers, ...nextLink(request, page.nextMarker) };
  });
  service.get("/v2.1/servers/detail", async (request) => {
    const page = listServers(world, request);
    return {
      servers: page.items.map((one) => serverView(world, one, viewOptions(request))),
      ...nextLink(request, page.nextMarker),
    };
  });
  service.post("/v2.1/servers", async (request, reply) => {
    const { server, adminPass, groupNames } = createServer(world, request);
    const links = novaLinks(baseUrl(request), "servers", server.id);
    const security_groups = groupNames.map((name) => ({ name }));
    const body = { id: server.id, links, "OS-DCF:diskConfig": "MANUAL", security_groups, adminPass };
    return reply
      .code(202)
      .header("location", links[0]?.href ?? "")
      .send({ server: body });
  });
  service.get("/v2.1/servers/:id", async (request) => ({
    server: serverView(world, seenServer(world, request), viewOptions(request)),
  }));
  service.put("/v2.1/servers/:id", async (request) => {
    const server = seenServer(world, request);
    const wanted = envelope(request, "server") ?? {};
    if (typeof wanted["name"] === "string") server.name = wanted["name"];
    if (typeof wanted["description"] === "string" && minorOf(request) >= 19) server.description = wanted["description"];
    touchServer(world, server);
    return { server: shortServerView(world, server, viewOptions(request)) };
  });
  service.delete("/v2.1/servers/:id", async (request, reply) => {
    const server = seenServer(world, request);
    refuseLocked(request, server);
    startDelete(world, request, server);
    return reply.code(204).send();
  });
  service.get("/v2.1/servers/:id/os-instance-actions", async (request) => {
    const server = seenServer(world, request, true);
    return { instanceActions: server.actions.map((one) => actionView(server, one)).reverse() };
  });
  service.get("/v2.1/servers/:id/os-instance-actions/:request", async (request) => {
    const server = seenServer(world, request, true);
    const action = server.actions.find((one) => one.requestId === param(request, "request"));
    if (action === undefined) throw faultRefusal(404, `Action for request_id ${param(request, "request")} not found`);
    return { instanceAction: { ...actionView(server, action), events: [] } };
  });
}

/** The server of a request's path, if the caller's project owns it; a deleted one only where its history is asked. */
export function seenServer(world: World, request: FastifyRequest, deletedToo = false): Server {
  const caller = callerOf(request);
  const id = param(request, "id");
  const server = world.state.compute.servers[id];
  const hidden = server?.status === "DELETED" && !deletedToo;
  if (server === undefined || hidden || (!caller.isAdmin && server.projectId !== caller.projectId))
    throw serverNotFound(id);
  return server;
}

export function touchServer(world: World, server: Server): void {
  server.updatedAt = isoSeconds(world.clock);
  world.changed();
}

/** A locked server obeys administrators only. */
export function refuseLocked(request: FastifyRequest, server: Server): void {
  if (server.locked && !callerOf(request).isAdmin) throw locked(server);
}

export function startDelete(world: World, request: FastifyRequest, server: Server): void {
  recordAction(world, request, server, "delete");
  server.taskState = "deleting";
  touchServer(world, server);
  world.later(DELETE_MS, "server.deleted", server.id);
}

export function viewOptions(request: FastifyRequest): ServerViewOptions {
  return { base: baseUrl(request), minor: minorOf(request), isAdmin: callerOf(request).isAdmin };
}

function actionView(server: Server, one: Server["actions"][number]): Record<string, unknown> {
  return {
    action: one.action,
    instance_uuid: server.id,
    request_id: one.requestId,
    user_id: one.userId,
    project_id: server.projectId,
    start_time: one.startTime,
    message: null,
  };
}

function nextLink(request: FastifyRequest, marker: string | undefined): Record<string, unknown> {
  if (marker === undefined) return {};
  const href = `${baseUrl(request)}${request.url.split("?")[0]}?limit=${queryValue(request, "limit")}&marker=${marker}`;
  return { servers_links: [{ rel: "next", href }] };
}

import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { envelope, isFields, param } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { Port } from "../network/network-state.ts";
import type { Server } from "./compute-state.ts";
import { recordAction } from "./server-life.ts";
import { bindPort, groupIdsByName, portOf, raisePorts } from "./server-ports.ts";
import { refuseLocked, seenServer, touchServer } from "./servers.ts";

const PATH = "/v2.1/servers/:id/os-interface";
const DETACH_MS = 500;

/** NICs added to and taken from a running server. */
export function addInterfaceRoutes(service: FastifyInstance, world: World): void {
  service.get(PATH, async (request) => {
    const ports = seenServer(world, request).portIds.flatMap((id) => world.state.network.ports[id] ?? []);
    return { interfaceAttachments: ports.map(view) };
  });
  service.post(PATH, async (request) => {
    const server = seenServer(world, request);
    refuseLocked(request, server);
    const caller = callerOf(request);
    const wanted = envelope(request, "interfaceAttachment") ?? {};
    const fixed = Array.isArray(wanted["fixed_ips"])
      ? wanted["fixed_ips"].filter(isFields)[0]?.["ip_address"]
      : undefined;
    const wish = { port: wanted["port_id"], uuid: wanted["net_id"], fixed_ip: fixed };
    const port = portOf(world, caller, wish, groupIdsByName(world, caller, ["default"]));
    bindPort(world, port, server);
    server.portIds.push(port.id);
    if (wanted["port_id"] === undefined) server.ownPortIds.push(port.id);
    if (server.status === "ACTIVE") raisePorts(world, server);
    recordAction(world, request, server, "attach_interface");
    touchServer(world, server);
    return { interfaceAttachment: view(port) };
  });
  service.get(`${PATH}/:port`, async (request) => {
    return { interfaceAttachment: view(found(world, request, seenServer(world, request))) };
  });
  service.delete(`${PATH}/:port`, async (request, reply) => {
    const server = seenServer(world, request);
    refuseLocked(request, server);
    const port = found(world, request, server);
    recordAction(world, request, server, "detach_interface");
    world.later(DETACH_MS, "server.port-detached", server.id, { portId: port.id });
    return reply.code(202).send();
  });
}

function found(world: World, request: FastifyRequest, server: Server): Port {
  const id = param(request, "port");
  const port = server.portIds.includes(id) ? world.state.network.ports[id] : undefined;
  if (port !== undefined) return port;
  throw faultRefusal(404, `Port id ${id} could not be found.`);
}

function view(port: Port): Record<string, unknown> {
  return {
    net_id: port.network_id,
    port_id: port.id,
    mac_addr: port.mac_address,
    port_state: port.status,
    fixed_ips: port.fixed_ips,
  };
}

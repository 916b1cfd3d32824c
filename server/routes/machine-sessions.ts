import type { FastifyRequest } from "fastify";
import * as z from "zod";
import {
  MachineSession,
  type MachineSessionKind,
  MachineSessionTicket,
  SESSION_PROTOCOL,
  SiteKey,
  TICKET_PREFIX,
} from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { OpenedSession } from "../../src/remote/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import { mayDo, mayGoOn } from "../plugins/authorization.ts";
import type { SessionCookie } from "../plugins/session-cookie.ts";
import { relayMachineSession } from "../relay-machine-session.ts";
import type { Services } from "../services.ts";
import { originOf } from "./request-origin.ts";
import { ById, listOf, Nothing, refusals, withToken } from "./shared.ts";

const BySite = z.object({ id: z.uuid(), site: SiteKey });
const BySession = z.object({ id: z.uuid(), sessionId: z.uuid() });
const tags = ["machine sessions"];

type Asked = Pick<Services, "remote" | "accounts" | "people" | "access">;

/** Terminals and consoles of machines, through the service. */
export function machineSessionRoutes(app: App, services: Asked, cookie: SessionCookie): void {
  openRoute(app, services, "terminal");
  openRoute(app, services, "console");
  streamRoute(app, services, cookie);
  listRoutes(app, services);
}

function openRoute(app: App, { remote }: Asked, kind: MachineSessionKind): void {
  app.route({
    method: "POST",
    url: `/workspaces/:id/sites/:site/${kind}-sessions`,
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: kind === "terminal" ? "openTerminal" : "openConsole",
      tags,
      summary:
        kind === "terminal"
          ? "Open a terminal on the machine of a site; the answer's ticket is for one WebSocket"
          : "Open the machine's screen as its cloud shows it; the answer's ticket is for one WebSocket",
      description:
        "Where it leads is decided here, from what the service and the cloud know of the machine. Nothing that is typed or shown is recorded.",
      ...withToken,
      params: BySite,
      response: { 201: MachineSessionTicket, ...refusals },
    },
    handler: async (request, reply) => {
      const { id: workspaceId, site } = request.params;
      const opener = { principal: principalOf(request), origin: originOf(request) };
      const ticket = await remote.open(opener, kind, { workspaceId, site });
      const location = `/api/v1/workspaces/${workspaceId}/machine-sessions/${ticket.session.id}`;
      return reply.code(201).header("location", location).send(ticket);
    },
  });
}

function streamRoute(app: App, services: Asked, cookie: SessionCookie): void {
  const taken = new WeakMap<FastifyRequest, OpenedSession>();
  app.route({
    method: "GET",
    url: "/workspaces/:id/machine-sessions/:sessionId/stream",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "streamMachineSession",
      hide: true,
      params: BySession,
      response: { ...refusals },
    },
    // Before the upgrade, so that whoever may not hears it as any other refusal.
    preHandler: async (request) => {
      if (!request.ws) throw new AppError("websocket-needed", "This address is for a WebSocket.");
      const { sessionId } = request.params as z.infer<typeof BySession>;
      taken.set(request, services.remote.take(principalOf(request), sessionId, ticketOf(request)));
    },
    handler: async () => {
      throw new AppError("websocket-needed", "This address is for a WebSocket.");
    },
    wsHandler: (socket, request) => {
      const opened = taken.get(request);
      if (opened === undefined) return socket.terminate();
      return relayMachineSession(socket, {
        opened,
        log: request.log,
        connect: (size) =>
          services.remote.connect(opened, size, () => mayGoOn(request, { ...services, cookie }, services.access)),
      });
    },
  });
}

function listRoutes(app: App, { remote }: Asked): void {
  app.route({
    method: "GET",
    url: "/workspaces/:id/machine-sessions",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "listMachineSessions",
      tags,
      summary: "Terminals and consoles of a workspace's machines that are open now",
      ...withToken,
      params: ById,
      response: { 200: listOf(MachineSession), ...refusals },
    },
    handler: async (request) => ({
      items: [...remote.list({ accountId: principalOf(request).accountId, workspaceId: request.params.id })],
    }),
  });

  app.route({
    method: "DELETE",
    url: "/workspaces/:id/machine-sessions/:sessionId",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "endMachineSession",
      tags,
      summary: "End a session: one's own, or any of the account's as its owner",
      ...withToken,
      params: BySession,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const { id, sessionId } = request.params;
      const principal = principalOf(request);
      const session = remote.find(sessionId);
      if (session === null || session.workspaceId !== id || session.accountId !== principal.accountId)
        throw noSuchSession(sessionId);
      const isOwn = session.userId === principal.userId;
      if (!isOwn && !mayDo(principal, "manage")) {
        throw new AppError("not-allowed", "Only an owner may end a session of somebody else.", { sessionId });
      }
      remote.end(sessionId, isOwn ? "left" : "ended-by-other");
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "GET",
    url: "/machine-sessions",
    config: { access: { who: "site-admin" } },
    schema: {
      operationId: "listAllMachineSessions",
      tags,
      summary: "Terminals and consoles of all accounts that are open now; for administrators of the site",
      ...withToken,
      response: { 200: listOf(MachineSession), ...refusals },
    },
    handler: async () => ({ items: [...remote.list({})] }),
  });

  app.route({
    method: "DELETE",
    url: "/machine-sessions/:sessionId",
    config: { access: { who: "site-admin" } },
    schema: {
      operationId: "endAnyMachineSession",
      tags,
      summary: "End a session of any account; for administrators of the site",
      ...withToken,
      params: z.object({ sessionId: z.uuid() }),
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const { sessionId } = request.params;
      if (remote.find(sessionId) === null) throw noSuchSession(sessionId);
      remote.end(sessionId, "ended-by-other");
      return reply.code(204).send(null);
    },
  });
}

/** Stands in a header and not in the address, which logs and proxies keep. Throws AppError("ticket-not-valid"). */
function ticketOf(request: FastifyRequest): string {
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((one) => one.trim());
  const ticket = offered.find((one) => one.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length);
  if (ticket !== undefined && offered.includes(SESSION_PROTOCOL)) return ticket;
  throw new AppError("ticket-not-valid", "The WebSocket carries no ticket beside its subprotocol.");
}

/** One that has ended and one of another account look the same. */
function noSuchSession(sessionId: string): AppError {
  return new AppError("not-found", `There is no open session ${sessionId}.`, { sessionId });
}

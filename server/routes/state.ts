import type { FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";
import type { StateCall } from "../state-call.ts";
import { refusals } from "./shared.ts";

/** A state of thousands of objects stays below this. */
const STATE_LIMIT_BYTES = 32 * 1024 * 1024;
const ofRun = { security: [{ runPassword: [] }] };

/** Terraform's HTTP backend protocol. Answers are the protocol's own, for Terraform reads them. */
export function stateRoutes(app: App, services: Pick<Services, "state">): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "*",
    { parseAs: "buffer", bodyLimit: STATE_LIMIT_BYTES },
    async (_request: unknown, body: unknown) => body,
  );
  const params = z.object({ workspaceId: z.uuid(), site: z.string() });
  const response = { 200: z.unknown(), ...refusals };
  const shared = { bodyLimit: STATE_LIMIT_BYTES, serializerCompiler: () => (body: unknown) => String(body) };

  const answer = (action: StateCall["action"]) => async (request: FastifyRequest, reply: FastifyReply) => {
    const result = await services.state(callOf(action, request));
    return reply.code(result.status).type(result.contentType).send(result.body);
  };

  app.route({
    ...shared,
    method: "GET",
    url: "/:workspaceId/:site",
    schema: {
      operationId: "readState",
      tags: ["state"],
      summary: "The present state; 404 when there is none",
      ...ofRun,
      params,
      response,
    },
    handler: answer("read"),
  });
  app.route({
    ...shared,
    method: "POST",
    url: "/:workspaceId/:site",
    schema: {
      operationId: "writeState",
      tags: ["state"],
      summary: "A new state version; needs the lock's id as `ID`, a growing serial and the same lineage",
      ...ofRun,
      params,
      querystring: z.looseObject({ ID: z.string().optional() }),
      response,
    },
    handler: answer("write"),
  });
  for (const [method, action, operationId] of LOCK_METHODS) {
    app.route({
      ...shared,
      method,
      url: "/:workspaceId/:site/lock",
      schema: {
        operationId,
        tags: ["state"],
        summary: action === "lock" ? "Take the lock; 423 with its holder when it is taken" : "Give the lock back",
        // OpenAPI has no word for WebDAV's methods; POST and DELETE do the same.
        hide: method === "LOCK" || method === "UNLOCK",
        ...ofRun,
        params,
        response,
      },
      handler: answer(action),
    });
  }
}

const LOCK_METHODS = [
  ["LOCK", "lock", "lockStateWebdav"],
  ["UNLOCK", "unlock", "unlockStateWebdav"],
  ["POST", "lock", "lockState"],
  ["DELETE", "unlock", "unlockState"],
] as const;

function callOf(action: StateCall["action"], request: FastifyRequest): StateCall {
  const { workspaceId, site } = request.params as { workspaceId: string; site: string };
  const query = request.query as Record<string, string | undefined>;
  return {
    action,
    workspaceId,
    site,
    ...credentialsOf(request),
    lockId: query["ID"] ?? null,
    contentMd5: headerOf(request, "content-md5"),
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
  };
}

function credentialsOf(request: FastifyRequest): Pick<StateCall, "runId" | "password"> {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,1024})$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? { runId: "", password: "" } : { runId: text.slice(0, colon), password: text.slice(colon + 1) };
}

function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}

import type { FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { MAX_STATE_BYTES, type StateAnswer, type StateBackend, type StateRequest } from "../../src/state/index.ts";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";
import { refusals } from "./shared.ts";

const Place = z.object({ workspaceId: z.uuid(), site: z.string() });
const tags = ["state"];
const ofRun = { security: [{ runPassword: [] }] };
const bytes = z.unknown().meta({ description: "Terraform's own document" });
const SMALL_BODY_BYTES = 256 * 1024;
/** OpenAPI has no word for WebDAV's methods; POST and DELETE do the same. */
const LOCK_METHODS = ["LOCK", "POST"] as const;
const UNLOCK_METHODS = ["UNLOCK", "DELETE"] as const;

/** Terraform's HTTP backend protocol. Answers are the protocol's own, for Terraform reads them. */
export function stateRoutes(app: App, { state }: Pick<Services, "state">): void {
  app.removeAllContentTypeParsers();
  const raw = async (_request: unknown, body: unknown): Promise<unknown> => body;
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MAX_STATE_BYTES }, raw);
  // Nobody without a run's credential may make the service take in a body of this size.
  app.addHook("onRequest", async (request, reply) => {
    if (!Place.safeParse(request.params).success || isSmall(request)) return;
    const refused = await state.refusal(callOf(request));
    if (refused !== null) await send(reply, refused);
  });
  const shared = { bodyLimit: MAX_STATE_BYTES, serializerCompiler: () => String };

  app.route({
    ...shared,
    method: "GET",
    url: "/:workspaceId/:site",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "readState",
      tags,
      summary: "The present state; 404 when there is none",
      ...ofRun,
      params: Place,
      response: { 200: bytes, ...refusals },
    },
    handler: answer(state.get),
  });

  app.route({
    ...shared,
    method: "POST",
    url: "/:workspaceId/:site",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "writeState",
      tags,
      summary: "A new state version; needs the lock's id, a growing serial and the same lineage",
      ...ofRun,
      params: Place,
      querystring: z.looseObject({ ID: z.string().optional().meta({ description: "Id of the lock held" }) }),
      response: { 200: bytes, ...refusals },
    },
    handler: answer(state.post),
  });

  for (const method of LOCK_METHODS) {
    app.route({
      ...shared,
      method,
      url: "/:workspaceId/:site/lock",
      config: { access: { who: "anyone" } },
      schema: {
        operationId: "lockState",
        hide: method === "LOCK",
        tags,
        summary: "Take the lock; 423 with its holder when it is taken",
        ...ofRun,
        params: Place,
        response: { 200: bytes, ...refusals },
      },
      handler: answer(state.lock),
    });
  }

  for (const method of UNLOCK_METHODS) {
    app.route({
      ...shared,
      method,
      url: "/:workspaceId/:site/lock",
      config: { access: { who: "anyone" } },
      schema: {
        operationId: "unlockState",
        hide: method === "UNLOCK",
        tags,
        summary: "Give the lock back; 409 when it is not held",
        ...ofRun,
        params: Place,
        response: { 200: bytes, ...refusals },
      },
      handler: answer(state.unlock),
    });
  }
}

/** What says it is small is taken in and judged once, by its handler; the server cuts it off where it said it ends. */
function isSmall({ method, headers }: FastifyRequest): boolean {
  if (headers["transfer-encoding"] !== undefined) return false;
  const length = headers["content-length"];
  return length === undefined ? method === "GET" : Number(length) <= SMALL_BODY_BYTES;
}

function answer(call: StateBackend["get"]) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    return send(reply, await call(callOf(request)));
  };
}

function send(reply: FastifyReply, { status, headers, body }: StateAnswer): FastifyReply {
  return reply
    .code(status)
    .headers(headers)
    .send(body === null ? "" : Buffer.from(body));
}

function callOf(request: FastifyRequest): StateRequest {
  const { workspaceId, site } = Place.parse(request.params);
  const { ID: lockId } = request.query as { readonly ID?: string };
  const md5 = request.headers["content-md5"];
  return {
    workspaceId,
    site,
    authorization: request.headers.authorization,
    lockId,
    contentMd5: typeof md5 === "string" ? md5 : undefined,
    ...(request.body instanceof Uint8Array && { body: request.body }),
  };
}

import type { FastifyRequest } from "fastify";
import * as z from "zod";
import type { RequestOrigin } from "../../src/account/ports.ts";
import {
  RollbackReceipt,
  RollbackRequest,
  SiteKey,
  StateDiff,
  StateHistory,
  UnlockReceipt,
  UnlockRequest,
} from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import type { Access, Need } from "../plugins/access.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, refusals, withToken } from "./shared.ts";

const tags = ["states"];
const ofWorkspace = (needs: Need) => ({
  access: { who: "object", object: "workspace", param: "id", needs } satisfies Access,
});
const BySite = ById.extend({ site: SiteKey });
const Serial = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Terraform states as people see them: versions, what differs between them, going back, taking a lock away. */
export function stateVersionRoutes(app: App, { states }: Pick<Services, "states">): void {
  app.route({
    method: "GET",
    url: "/workspaces/:id/states/:site",
    config: ofWorkspace("view"),
    schema: {
      operationId: "listStateVersions",
      tags,
      summary: "Kept versions of a site's state, its lock, and whether the plan that waits is stale",
      ...withToken,
      params: BySite,
      querystring: z.strictObject({
        limit: z.coerce.number().int().min(1).max(500).default(50),
        before: Serial.optional().meta({ description: "Only versions older than this serial" }),
      }),
      response: { 200: StateHistory, ...refusals },
    },
    handler: (request) => states.list(principalOf(request), request.params.id, request.params.site, request.query),
  });

  app.route({
    method: "GET",
    url: "/workspaces/:id/states/:site/versions/:serial",
    config: ofWorkspace("manage"),
    schema: {
      operationId: "readStateVersion",
      tags,
      summary: "One version as Terraform wrote it; it can hold private values",
      ...withToken,
      params: BySite.extend({ serial: Serial }),
      response: { 200: z.unknown().meta({ description: "Terraform's own document" }), ...refusals },
    },
    serializerCompiler: () => String,
    handler: async (request, reply) => {
      const { id, site, serial } = request.params;
      const bytes = await states.document(principalOf(request), originOf(request), id, site, serial);
      return reply.type("application/json").header("cache-control", "no-store").send(Buffer.from(bytes));
    },
  });

  app.route({
    method: "GET",
    url: "/workspaces/:id/states/:site/diff",
    config: ofWorkspace("view"),
    schema: {
      operationId: "diffStates",
      tags,
      summary: "What two versions say differently; sensitive values are left out",
      ...withToken,
      params: BySite,
      querystring: z.strictObject({
        from: Serial.optional().meta({ description: "Else the version before `to`" }),
        to: Serial.optional().meta({ description: "Else the newest" }),
      }),
      response: { 200: StateDiff, ...refusals },
    },
    handler: (request) => states.diff(principalOf(request), request.params.id, request.params.site, request.query),
  });

  app.route({
    method: "POST",
    url: "/workspaces/:id/states/:site/rollback",
    config: ofWorkspace("manage"),
    schema: {
      operationId: "rollBackState",
      tags,
      summary: "Make an older version's content the newest; nothing changes on the cloud",
      ...withToken,
      params: BySite,
      body: RollbackRequest,
      response: { 200: RollbackReceipt, ...refusals },
    },
    handler: (request) => {
      const { id, site } = request.params;
      return states.rollback(principalOf(request), originOf(request), id, site, request.body.serial);
    },
  });

  app.route({
    method: "POST",
    url: "/workspaces/:id/states/:site/unlock",
    config: ofWorkspace("manage"),
    schema: {
      operationId: "unlockStateByForce",
      tags,
      summary: "Take the lock away from a desk that does not answer or a run that is over",
      ...withToken,
      params: BySite,
      body: UnlockRequest,
      response: { 200: UnlockReceipt, ...refusals },
    },
    handler: (request) => {
      const { id, site } = request.params;
      return states.unlock(principalOf(request), originOf(request), id, site, request.body.lockId);
    },
  });
}

function originOf(request: FastifyRequest): RequestOrigin {
  const userAgent = (request.headers["user-agent"] ?? "").slice(0, 256);
  return { remoteAddress: request.ip, requestId: request.id, userAgent };
}

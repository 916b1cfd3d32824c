import * as z from "zod";
import { DriftReport, DriftStatus, SiteDrift } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { cutPage, pageOf, paging, textIn } from "./paging.ts";
import { ById, refusals, withToken } from "./shared.ts";

/** Whether sites are on their clouds as they were applied. */
export function driftRoutes(app: App, { drift }: Pick<Services, "drift">): void {
  const tags = ["drift"];

  app.route({
    method: "GET",
    url: "/workspaces/:id/drift",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "getDrift",
      tags,
      summary: "What somebody changed behind the service's back, as the last check found it, with the history",
      ...withToken,
      params: ById,
      response: { 200: DriftReport, ...refusals },
    },
    handler: (request) => drift.report(principalOf(request), request.params.id),
  });

  app.route({
    method: "POST",
    url: "/workspaces/:id/drift/check",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "checkDrift",
      tags,
      summary: "Look now; a worker compares every site that stands, and `asked` is false again when it has",
      ...withToken,
      params: ById,
      response: { 202: DriftReport, ...refusals },
    },
    handler: async (request, reply) => reply.code(202).send(await drift.check(principalOf(request), request.params.id)),
  });

  app.route({
    method: "GET",
    url: "/drift",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "listDrift",
      tags,
      summary: "How every site of the account stands",
      ...withToken,
      querystring: z.strictObject({ ...paging(), status: DriftStatus.optional() }),
      response: { 200: pageOf(SiteDrift), ...refusals },
    },
    handler: async (request) => {
      const { cursor, limit, status } = request.query;
      const page = { limit: limit + 1, after: textIn("drift", cursor), status: status ?? null };
      const found = await drift.fleet(principalOf(request), page);
      return cutPage("drift", found, limit, ({ workspaceId, site }) => `${workspaceId} ${site}`);
    },
  });
}

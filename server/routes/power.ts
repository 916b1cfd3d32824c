import * as z from "zod";
import { PowerAction, PowerRequest, SiteKey } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import type { Access, Need } from "../plugins/access.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { cutPage, idIn, pageOf, paging } from "./paging.ts";
import { ById, refusals, withToken } from "./shared.ts";

const tags = ["power"];
const ofWorkspace = (needs: Need) => ({
  access: { who: "object", object: "workspace", param: "id", needs } satisfies Access,
});
const One = ById.extend({ action: z.uuid() });

/** Starting, stopping and rebooting machines. */
export function powerRoutes(app: App, { power }: Pick<Services, "power">): void {
  app.route({
    method: "POST",
    url: "/workspaces/:id/sites/:site/power",
    config: ofWorkspace("change"),
    schema: {
      operationId: "changePower",
      tags,
      summary: "Start, stop or reboot the machine of a site; a worker does it, and never beside a run there",
      ...withToken,
      params: ById.extend({ site: SiteKey }),
      body: PowerRequest,
      response: { 202: PowerAction, ...refusals },
    },
    handler: async (request, reply) => {
      const { id, site } = request.params;
      return reply.code(202).send(await power.request(principalOf(request), id, site, request.body));
    },
  });

  app.route({
    method: "GET",
    url: "/workspaces/:id/power-actions",
    config: ofWorkspace("view"),
    schema: {
      operationId: "listPowerActions",
      tags,
      summary: "What was asked for the machines' power, the latest first",
      ...withToken,
      params: ById,
      querystring: z.strictObject(paging()),
      response: { 200: pageOf(PowerAction), ...refusals },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query;
      const page = { limit: limit + 1, before: idIn("power-actions", cursor) };
      const found = await power.list(principalOf(request), request.params.id, page);
      return cutPage("power-actions", found, limit, ({ id }) => id);
    },
  });

  app.route({
    method: "GET",
    url: "/workspaces/:id/power-actions/:action",
    config: ofWorkspace("view"),
    schema: {
      operationId: "getPowerAction",
      tags,
      summary: "One of them, and how far it is",
      ...withToken,
      params: One,
      response: { 200: PowerAction, ...refusals },
    },
    handler: (request) => power.find(principalOf(request), request.params.id, request.params.action),
  });

  app.route({
    method: "POST",
    url: "/workspaces/:id/power-actions/:action/cancel",
    config: ofWorkspace("change"),
    schema: {
      operationId: "cancelPowerAction",
      tags,
      summary: "Take it back while the cloud was not told",
      ...withToken,
      params: One,
      response: { 200: PowerAction, ...refusals },
    },
    handler: (request) => power.cancel(principalOf(request), request.params.id, request.params.action),
  });
}

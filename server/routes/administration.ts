import * as z from "zod";
import {
  CancelRunRequest,
  Instance,
  Member,
  OwnedWorkspace,
  QueuedRun,
  Run,
  SiteOrganisation,
} from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { cutPage, idIn, pageOf, paging, textIn } from "./paging.ts";
import { originOf } from "./request-origin.ts";
import { ByAccount, ById, listOf, refusals, withToken } from "./shared.ts";

const access = { who: "site-admin" } as const;
const tags = ["administration"];

/** What lies across all accounts, for administrators of the site. */
export function administrationRoutes(
  app: App,
  { administration, siteOrganisations }: Pick<Services, "administration" | "siteOrganisations">,
): void {
  app.route({
    method: "GET",
    url: "/admin/workspaces",
    config: { access },
    schema: {
      operationId: "listAllWorkspaces",
      tags,
      summary: "Machines of everybody, with their owners",
      ...withToken,
      querystring: z.strictObject(paging()),
      response: { 200: pageOf(OwnedWorkspace), ...refusals },
    },
    async handler(request) {
      const { cursor, limit } = request.query;
      const found = await administration.workspaces({ after: idIn("all-workspaces", cursor), limit: limit + 1 });
      return cutPage("all-workspaces", found, limit, ({ workspace }) => workspace.id);
    },
  });

  app.route({
    method: "GET",
    url: "/admin/instances",
    config: { access },
    schema: {
      operationId: "listAllInstances",
      tags,
      summary: "Machines of everybody with live facts; stale ones of a cloud that does not answer are marked",
      ...withToken,
      response: { 200: listOf(Instance), ...refusals },
    },
    handler: async () => ({ items: [...(await administration.instances())] }),
  });

  app.route({
    method: "GET",
    url: "/admin/runs",
    config: { access },
    schema: {
      operationId: "listUnfinishedRuns",
      tags,
      summary: "Everybody's runs that are at work or wait, in the order in which they were asked for",
      ...withToken,
      querystring: z.strictObject(paging()),
      response: { 200: pageOf(QueuedRun), ...refusals },
    },
    async handler(request) {
      const { cursor, limit } = request.query;
      const found = await administration.runs({ after: idIn("unfinished-runs", cursor), limit: limit + 1 });
      return cutPage("unfinished-runs", found, limit, ({ id }) => id);
    },
  });

  app.route({
    method: "POST",
    url: "/admin/runs/:id/cancel",
    config: { access },
    schema: {
      operationId: "cancelAnyRun",
      tags,
      summary: "Stop anybody's run: gently, or by force after that",
      ...withToken,
      params: ById,
      body: CancelRunRequest,
      response: { 202: Run, ...refusals },
    },
    handler: async (request, reply) => {
      const { params, body } = request;
      const run = await administration.cancel(principalOf(request), originOf(request), params.id, body.force);
      return reply.code(202).send(run);
    },
  });

  app.route({
    method: "GET",
    url: "/admin/organisations",
    config: { access },
    schema: {
      operationId: "listAllOrganisations",
      tags,
      summary: "All organisations of the site, by handle",
      ...withToken,
      querystring: z.strictObject({
        search: z.string().max(100).optional().meta({ description: "Part of a handle or name" }),
        ...paging(),
      }),
      response: { 200: pageOf(SiteOrganisation), ...refusals },
    },
    async handler(request) {
      const { search, cursor, limit } = request.query;
      const after = textIn("all-organisations", cursor);
      const found = await siteOrganisations.page(principalOf(request), search, limit + 1, after);
      return cutPage("all-organisations", found, limit, ({ handle }) => handle);
    },
  });

  app.route({
    method: "GET",
    url: "/admin/organisations/:id/members",
    config: { access },
    schema: {
      operationId: "listMembersOfAny",
      tags,
      summary: "Everybody in an organisation, with their roles",
      ...withToken,
      params: ByAccount,
      response: { 200: listOf(Member), ...refusals },
    },
    handler: async (request) => ({
      items: [...(await siteOrganisations.members(principalOf(request), request.params.id))],
    }),
  });
}

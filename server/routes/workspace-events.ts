import * as z from "zod";
import { WorkspaceEvent, WorkspaceEventKind } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { cutPage, pageOf, paging, pairIn } from "./paging.ts";
import { ById, refusals, withToken } from "./shared.ts";

/** What happened to a workspace, by whom and when. */
export function workspaceEventRoutes(app: App, { workspaceEvents }: Pick<Services, "workspaceEvents">): void {
  app.route({
    method: "GET",
    url: "/workspaces/:id/events",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "listWorkspaceEvents",
      tags: ["events"],
      summary: "What happened to a workspace, the latest first: revisions, runs, power, states, access, ownership",
      ...withToken,
      params: ById,
      querystring: z.strictObject({
        kind: WorkspaceEventKind.optional().meta({ description: "Only events of this kind" }),
        ...paging(),
      }),
      response: { 200: pageOf(WorkspaceEvent), ...refusals },
    },
    handler: async (request) => {
      const { kind, cursor, limit } = request.query;
      const page = { kinds: kind === undefined ? null : [kind], limit: limit + 1, before: pairIn("events", cursor) };
      const found = await workspaceEvents(principalOf(request), request.params.id, page);
      const { items, nextCursor } = cutPage("events", found, limit, ({ position }) => position);
      return { items: items.map(({ event }) => event), nextCursor };
    },
  });
}

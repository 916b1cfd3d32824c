import * as z from "zod";
import { Instance } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { listOf, refusals, withToken } from "./shared.ts";

/** Machines as the clouds see them now. */
export function instanceRoutes(app: App, services: Pick<Services, "instances">): void {
  app.route({
    method: "GET",
    url: "/instances",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "listInstances",
      tags: ["instances"],
      summary: "Your machines with live facts; stale ones of a cloud that does not answer are marked",
      ...withToken,
      querystring: z.strictObject({ workspaceId: z.uuid().optional() }),
      response: { 200: listOf(Instance), ...refusals },
    },
    handler: async (request) => ({
      items: [...(await services.instances(principalOf(request), request.query.workspaceId))],
    }),
  });
}

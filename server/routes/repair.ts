import * as z from "zod";
import { RepairReport, RepairRequest, RepairStarted } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, refusals, withToken } from "./shared.ts";

/** Whether a workspace's sites are as their states say, and how to make them so. */
export function repairRoutes(app: App, { repair }: Pick<Services, "repair">): void {
  const tags = ["repair"];

  app.route({
    method: "GET",
    url: "/workspaces/:id/repair",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "getRepair",
      tags,
      summary: "What interrupted applies left on the clouds, and what repair would do with it",
      ...withToken,
      params: ById,
      querystring: z.strictObject({
        refresh: z
          .enum(["true", "false"])
          .default("false")
          .meta({ description: "Ask the clouds now instead of telling what they last said" }),
      }),
      response: { 200: RepairReport, ...refusals },
    },
    handler: (request) => repair.report(principalOf(request), request.params.id, request.query.refresh === "true"),
  });

  app.route({
    method: "POST",
    url: "/workspaces/:id/repair",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "startRepair",
      tags,
      summary: "Compare the clouds with the states, and plan what makes them agree; one run per site that is not clean",
      ...withToken,
      params: ById,
      body: z.preprocess((body) => body ?? {}, RepairRequest),
      response: { 202: RepairStarted, ...refusals },
    },
    handler: async (request, reply) => {
      const started = await repair.start(principalOf(request), request.params.id, request.body);
      return reply.code(202).send({ runs: [...started] });
    },
  });
}

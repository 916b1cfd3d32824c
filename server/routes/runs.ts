import * as z from "zod";
import { ApplyRunRequest, CancelRunRequest, Run, RunStatus, StartRunsRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { cutPage, idIn, pageOf, paging } from "./paging.ts";
import { ById, refusals, withToken } from "./shared.ts";

/** A body that may be left out: nothing said means all defaults. */
function optionalBody<T extends z.ZodType>(schema: T) {
  return z.preprocess((body) => body ?? {}, schema);
}

/** Runs: plan, review, apply exactly what was reviewed. */
export function runRoutes(app: App, services: Pick<Services, "runs">): void {
  const tags = ["runs"];
  const { runs } = services;

  app.route({
    method: "POST",
    url: "/workspaces/:id/runs",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "startRuns",
      tags,
      summary: "Plan the latest revision, one run per site; or plan its destruction",
      ...withToken,
      params: ById,
      body: optionalBody(StartRunsRequest),
      response: { 202: z.object({ runs: z.array(Run) }), ...refusals },
    },
    handler: async (request, reply) => {
      const started = await runs.start(principalOf(request), request.params.id, request.body);
      return reply.code(202).send({ runs: [...started] });
    },
  });

  app.route({
    method: "GET",
    url: "/runs",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "listRuns",
      tags,
      summary: "Runs, the latest first",
      ...withToken,
      querystring: z.strictObject({
        workspaceId: z.uuid().optional(),
        status: RunStatus.optional(),
        ...paging(),
      }),
      response: { 200: pageOf(Run), ...refusals },
    },
    async handler(request) {
      const { cursor, limit, ...filter } = request.query;
      const before = idIn("runs", cursor) ?? undefined;
      const found = await runs.list(principalOf(request), { ...filter, limit: limit + 1, before });
      return cutPage("runs", found, limit, ({ id }) => id);
    },
  });

  app.route({
    method: "GET",
    url: "/runs/:id",
    config: { access: { who: "object", object: "run", param: "id", needs: "view" } },
    schema: {
      operationId: "getRun",
      tags,
      summary: "One run with the summary of its plan",
      ...withToken,
      params: ById,
      response: { 200: Run, ...refusals },
    },
    handler: (request) => runs.find(principalOf(request), request.params.id),
  });

  app.route({
    method: "GET",
    url: "/runs/:id/plan",
    config: { access: { who: "object", object: "run", param: "id", needs: "view" } },
    schema: {
      operationId: "getRunPlan",
      tags,
      summary: "Terraform's plan as JSON, without sensitive values",
      ...withToken,
      params: ById,
      response: { 200: z.record(z.string(), z.unknown()), ...refusals },
    },
    handler: async (request) => ({ ...((await runs.planJson(principalOf(request), request.params.id)) as object) }),
  });

  app.route({
    method: "POST",
    url: "/runs/:id/apply",
    config: { access: { who: "object", object: "run", param: "id", needs: "change" } },
    schema: {
      operationId: "applyRun",
      tags,
      summary: "Apply exactly the reviewed plan",
      ...withToken,
      params: ById,
      body: optionalBody(ApplyRunRequest),
      response: { 202: Run, ...refusals },
    },
    handler: async (request, reply) =>
      reply.code(202).send(await runs.apply(principalOf(request), request.params.id, request.body.confirmName)),
  });

  app.route({
    method: "POST",
    url: "/runs/:id/discard",
    config: { access: { who: "object", object: "run", param: "id", needs: "change" } },
    schema: {
      operationId: "discardRun",
      tags,
      summary: "Throw the plan away; nothing on the cloud changes",
      ...withToken,
      params: ById,
      response: { 200: Run, ...refusals },
    },
    handler: (request) => runs.discard(principalOf(request), request.params.id),
  });

  app.route({
    method: "POST",
    url: "/runs/:id/cancel",
    config: { access: { who: "object", object: "run", param: "id", needs: "change" } },
    schema: {
      operationId: "cancelRun",
      tags,
      summary: "Stop a run: gently, or by force after that",
      ...withToken,
      params: ById,
      body: optionalBody(CancelRunRequest),
      response: { 202: Run, ...refusals },
    },
    handler: async (request, reply) =>
      reply.code(202).send(await runs.cancel(principalOf(request), request.params.id, request.body.force)),
  });
}

import type { FastifyRequest } from "fastify";
import * as z from "zod";
import type { Principal } from "../../src/account/ports.ts";
import { RequirementRequest, SubmissionReceipt, TerraformExport, Workspace } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import { requireNeed } from "../plugins/authorization.ts";
import type { Services } from "../services.ts";
import { cutPage, pageOf, paging, textIn } from "./paging.ts";
import { originOf } from "./request-origin.ts";
import { ById, bodyAsSent, Nothing, refusals, withToken } from "./shared.ts";

/** Workspaces: one requirement, its machines, their states. */
export function workspaceRoutes(app: App, services: Pick<Services, "requirements" | "workspaces" | "noteAudit">): void {
  const tags = ["workspaces"];

  app.route({
    method: "GET",
    url: "/workspaces",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "listWorkspaces",
      tags,
      summary: "All of your workspaces",
      ...withToken,
      querystring: z.strictObject(paging()),
      response: { 200: pageOf(Workspace), ...refusals },
    },
    async handler(request) {
      const { limit, cursor } = request.query;
      const after = textIn("workspaces", cursor);
      const found = await services.workspaces.list(principalOf(request), { after, limit: limit + 1 });
      return cutPage("workspaces", found, limit, ({ name }) => name);
    },
  });

  app.route({
    method: "POST",
    url: "/workspaces",
    config: { access: { who: "account", needs: "change" } },
    schema: {
      operationId: "submitRequirement",
      tags,
      summary: "Submit a requirement; makes a workspace with its first revision",
      description: "The body is JSON or YAML. A generated private key is in the answer once and is stored nowhere.",
      consumes: ["application/json", "application/yaml"],
      ...withToken,
      body: RequirementRequest,
      response: { 201: SubmissionReceipt, ...refusals },
    },
    validatorCompiler: bodyAsSent,
    handler: async (request, reply) => {
      const receipt = await services.requirements.submit(principalOf(request), request.body);
      return reply.code(201).header("location", `/api/v1/workspaces/${receipt.workspace.id}`).send(receipt);
    },
  });

  app.route({
    method: "GET",
    url: "/workspaces/:id",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "getWorkspace",
      tags,
      summary: "One workspace and where its sites stand",
      ...withToken,
      params: ById,
      response: { 200: Workspace, ...refusals },
    },
    handler: (request) => services.workspaces.find(principalOf(request), request.params.id),
  });

  app.route({
    method: "DELETE",
    url: "/workspaces/:id",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "removeWorkspace",
      tags,
      summary: "Forget a workspace whose machines are destroyed",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await services.workspaces.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "GET",
    url: "/workspaces/:id/terraform",
    // First-boot texts hold one-time tokens: who may only look gets none. A state takes the right that reading one takes.
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "exportTerraform",
      tags,
      summary: "The generated Terraform of the latest revision, runnable with plain `terraform`",
      ...withToken,
      params: ById,
      querystring: z.strictObject({
        state: z
          .stringbool()
          .default(false)
          .meta({ description: "true adds terraform.tfstate to every site; takes the right to manage, and is noted" }),
      }),
      response: { 200: TerraformExport, ...refusals },
    },
    handler: async (request) => {
      const principal = principalOf(request);
      const withState = request.query.state;
      if (withState) requireNeed(principal, "manage");
      const made = await services.workspaces.exportTerraform(principal, request.params.id, withState);
      if (withState) await services.noteAudit(exportOf(principal, request, made.workspaceName));
      return made;
    },
  });
}

/** Reading is not noted otherwise; a state leaves no other trace of who has it. */
function exportOf(principal: Principal, request: FastifyRequest<{ Params: z.infer<typeof ById> }>, name: string) {
  const { accountId, userId, name: userName, via } = principal;
  const object = { kind: "workspace", id: request.params.id, name };
  const what = { action: "state.export", object, outcome: "done", detail: {} } as const;
  return { accountId, userId, userName, via, origin: originOf(request), ...what };
}

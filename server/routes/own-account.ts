import { AccountDeletion, AccountExport } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { originOf } from "./request-origin.ts";
import { Nothing, refusals, withToken } from "./shared.ts";

/** What a person takes along, and how they go. */
export function ownAccountRoutes(app: App, { ownAccount }: Pick<Services, "ownAccount">): void {
  const tags = ["me"];
  const access = { who: "user", needs: "manage" } as const;

  app.route({
    method: "GET",
    url: "/me/export",
    config: { access },
    schema: {
      operationId: "exportMe",
      tags,
      summary: "Everything the service keeps about you, without secrets",
      ...withToken,
      response: { 200: AccountExport, ...refusals },
    },
    handler: async (request, reply) => {
      reply.header("content-disposition", 'attachment; filename="twinstack-account.json"');
      return ownAccount.export(principalOf(request));
    },
  });

  app.route({
    method: "DELETE",
    url: "/me",
    config: { access },
    schema: {
      operationId: "deleteMe",
      tags,
      summary: "Delete your account; what you did stays in the audit log",
      ...withToken,
      body: AccountDeletion,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await ownAccount.remove(principalOf(request), request.body, originOf(request));
      return reply.code(204).send(null);
    },
  });
}

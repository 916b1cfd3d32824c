import * as z from "zod";
import { ApiToken, ApiTokenReceipt, ApiTokenRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, listOf, Nothing, refusals, withToken } from "./shared.ts";

/** A person's own API tokens. */
export function apiTokenRoutes(app: App, { apiTokens }: Pick<Services, "apiTokens">): void {
  const tags = ["me"];
  const access = { who: "user", needs: "manage" } as const;

  app.route({
    method: "GET",
    url: "/me/tokens",
    config: { access },
    schema: {
      operationId: "listApiTokens",
      tags,
      summary: "Your API tokens that still work, without their secrets",
      ...withToken,
      response: { 200: listOf(ApiToken), ...refusals },
    },
    handler: async (request) => ({ items: [...(await apiTokens.list(principalOf(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/me/tokens",
    config: { access },
    schema: {
      operationId: "createApiToken",
      tags,
      summary: "Make an API token; it is shown once",
      description: "It may never more than you, and never more than the token it was made with.",
      ...withToken,
      body: ApiTokenRequest,
      response: { 201: ApiTokenReceipt, ...refusals },
    },
    handler: async (request, reply) => {
      const receipt = await apiTokens.create(principalOf(request), request.body);
      return reply.code(201).header("location", `/api/v1/me/tokens/${receipt.apiToken.id}`).send(receipt);
    },
  });

  app.route({
    method: "DELETE",
    url: "/me/tokens/:id",
    config: { access },
    schema: {
      operationId: "revokeApiToken",
      tags,
      summary: "Make one API token useless",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await apiTokens.revoke(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "DELETE",
    url: "/me/tokens",
    config: { access },
    schema: {
      operationId: "revokeAllApiTokens",
      tags,
      summary: "Make all of your API tokens useless, the one in use included",
      ...withToken,
      response: { 200: z.object({ revoked: z.int() }), ...refusals },
    },
    handler: async (request) => ({ revoked: await apiTokens.revokeAll(principalOf(request)) }),
  });
}

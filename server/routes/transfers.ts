import * as z from "zod";
import { Transfer, TransferRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, listOf, Nothing, refusals, withToken } from "./shared.ts";

const tags = ["transfers"];

/** Workspaces that change hands. */
export function transferRoutes(app: App, services: Pick<Services, "transfers">): void {
  givingRoutes(app, services);
  receivingRoutes(app, services);
}

function givingRoutes(app: App, { transfers }: Pick<Services, "transfers">): void {
  const access = { who: "object", object: "workspace", param: "id", needs: "manage" } as const;

  app.route({
    method: "POST",
    url: "/workspaces/:id/transfer",
    config: { access },
    schema: {
      operationId: "offerWorkspace",
      tags,
      summary: "Offer a workspace to another account; an earlier offer ends",
      ...withToken,
      params: ById,
      body: TransferRequest,
      response: { 201: Transfer, ...refusals },
    },
    handler: async (request, reply) => {
      const made = await transfers.offer(principalOf(request), request.params.id, request.body.to);
      return reply.code(201).send(made);
    },
  });

  app.route({
    method: "DELETE",
    url: "/workspaces/:id/transfer",
    config: { access },
    schema: {
      operationId: "withdrawOffer",
      tags,
      summary: "Keep a workspace that was offered",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await transfers.withdraw(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

function receivingRoutes(app: App, { transfers }: Pick<Services, "transfers">): void {
  app.route({
    method: "GET",
    url: "/transfers",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "listTransfers",
      tags,
      summary: "Open offers from and to the account",
      ...withToken,
      response: { 200: listOf(Transfer), ...refusals },
    },
    handler: async (request) => ({ items: [...(await transfers.list(principalOf(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/transfers/:id/accept",
    config: { access: { who: "account", needs: "change" } },
    schema: {
      operationId: "acceptWorkspace",
      tags,
      summary: "Take an offered workspace over, with its states, runs and secrets",
      ...withToken,
      params: ById,
      response: { 200: z.object({ workspaceId: z.uuid() }), ...refusals },
    },
    handler: async (request) => ({ workspaceId: await transfers.accept(principalOf(request), request.params.id) }),
  });

  app.route({
    method: "POST",
    url: "/transfers/:id/decline",
    config: { access: { who: "account", needs: "change" } },
    schema: {
      operationId: "declineWorkspace",
      tags,
      summary: "Say no to an offer",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await transfers.decline(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

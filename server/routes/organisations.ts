import { Organisation, OrganisationChange, OrganisationRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ByAccount, inOrganisation, listOf, Nothing, refusals, withToken } from "./shared.ts";

/** Organisations: accounts that several people share. */
export function organisationRoutes(app: App, { organisations }: Pick<Services, "organisations">): void {
  const tags = ["organisations"];

  app.route({
    method: "GET",
    url: "/organisations",
    config: { access: { who: "user", needs: "view" } },
    schema: {
      operationId: "listOrganisations",
      tags,
      summary: "The organisations you belong to, with your role",
      ...withToken,
      response: { 200: listOf(Organisation), ...refusals },
    },
    handler: async (request) => ({ items: [...(await organisations.list(principalOf(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/organisations",
    config: { access: { who: "user", needs: "manage" } },
    schema: {
      operationId: "createOrganisation",
      tags,
      summary: "Make an organisation; you become its owner",
      ...withToken,
      body: OrganisationRequest,
      response: { 201: Organisation, ...refusals },
    },
    handler: async (request, reply) => {
      const made = await organisations.create(principalOf(request), request.body);
      return reply.code(201).header("location", `/api/v1/organisations/${made.id}`).send(made);
    },
  });

  app.route({
    method: "GET",
    url: "/organisations/:id",
    config: { access: { who: "organisation", param: "id", needs: "view" } },
    schema: {
      operationId: "getOrganisation",
      tags,
      summary: "One organisation",
      ...withToken,
      params: ByAccount,
      response: { 200: Organisation, ...refusals },
    },
    handler: (request) => organisations.find(...inOrganisation(request)),
  });

  app.route({
    method: "PATCH",
    url: "/organisations/:id",
    config: { access: { who: "organisation", param: "id", needs: "manage" } },
    schema: {
      operationId: "renameOrganisation",
      tags,
      summary: "Give it another handle or name",
      ...withToken,
      params: ByAccount,
      body: OrganisationChange,
      response: { 200: Organisation, ...refusals },
    },
    handler: (request) => organisations.rename(...inOrganisation(request), request.body),
  });

  app.route({
    method: "DELETE",
    url: "/organisations/:id",
    config: { access: { who: "organisation", param: "id", needs: "manage" } },
    schema: {
      operationId: "deleteOrganisation",
      tags,
      summary: "Delete an organisation that owns nothing any more",
      ...withToken,
      params: ByAccount,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await organisations.remove(...inOrganisation(request));
      return reply.code(204).send(null);
    },
  });
}

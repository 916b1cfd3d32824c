import * as z from "zod";
import {
  Invitation,
  InvitationReceipt,
  InvitationRequest,
  InvitationToken,
  Organisation,
} from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ByAccount, ById, inOrganisation, listOf, Nothing, refusals, withToken } from "./shared.ts";

const ByInvitation = ByAccount.extend({ invitationId: z.uuid() });

/** Links that let people into an organisation or onto the site. */
export function invitationRoutes(app: App, services: Pick<Services, "invitations">): void {
  ofOrganisations(app, services);
  ofTheSite(app, services);

  app.route({
    method: "POST",
    url: "/invitations/accept",
    config: { access: { who: "user", needs: "manage" } },
    schema: {
      operationId: "acceptInvitation",
      tags: ["organisations"],
      summary: "Become a member with the secret part of an invitation's link",
      ...withToken,
      body: InvitationToken,
      response: { 200: Organisation, ...refusals },
    },
    handler: (request) => services.invitations.accept(principalOf(request), request.body.token),
  });
}

function ofOrganisations(app: App, { invitations }: Pick<Services, "invitations">): void {
  const tags = ["organisations"];
  const access = { who: "organisation", param: "id", needs: "manage" } as const;

  app.route({
    method: "GET",
    url: "/organisations/:id/invitations",
    config: { access },
    schema: {
      operationId: "listInvitations",
      tags,
      summary: "Invitations that still work, without their links",
      ...withToken,
      params: ByAccount,
      response: { 200: listOf(Invitation), ...refusals },
    },
    handler: async (request) => ({ items: [...(await invitations.list(...inOrganisation(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/organisations/:id/invitations",
    config: { access },
    schema: {
      operationId: "createInvitation",
      tags,
      summary: "Make a link that lets one person in; it is shown once",
      ...withToken,
      params: ByAccount,
      body: InvitationRequest,
      response: { 201: InvitationReceipt, ...refusals },
    },
    handler: async (request, reply) =>
      reply.code(201).send(await invitations.create(...inOrganisation(request), request.body)),
  });

  app.route({
    method: "DELETE",
    url: "/organisations/:id/invitations/:invitationId",
    config: { access },
    schema: {
      operationId: "withdrawInvitation",
      tags,
      summary: "Make an invitation's link useless",
      ...withToken,
      params: ByInvitation,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await invitations.withdraw(...inOrganisation(request), request.params.invitationId);
      return reply.code(204).send(null);
    },
  });
}

function ofTheSite(app: App, { invitations }: Pick<Services, "invitations">): void {
  const tags = ["users"];
  const access = { who: "site-admin" } as const;

  app.route({
    method: "GET",
    url: "/invitations",
    config: { access },
    schema: {
      operationId: "listSiteInvitations",
      tags,
      summary: "Invitations onto the site that still work",
      ...withToken,
      response: { 200: listOf(Invitation), ...refusals },
    },
    handler: async (request) => ({ items: [...(await invitations.list(principalOf(request), null))] }),
  });

  app.route({
    method: "POST",
    url: "/invitations",
    config: { access },
    schema: {
      operationId: "createSiteInvitation",
      tags,
      summary: "Make a link with which one person can sign up; it is shown once",
      ...withToken,
      body: InvitationRequest.omit({ role: true }),
      response: { 201: InvitationReceipt, ...refusals },
    },
    handler: async (request, reply) => {
      const made = await invitations.create(principalOf(request), null, { ...request.body, role: "member" });
      return reply.code(201).send(made);
    },
  });

  app.route({
    method: "DELETE",
    url: "/invitations/:id",
    config: { access },
    schema: {
      operationId: "withdrawSiteInvitation",
      tags,
      summary: "Make an invitation's link useless",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await invitations.withdraw(principalOf(request), null, request.params.id);
      return reply.code(204).send(null);
    },
  });
}

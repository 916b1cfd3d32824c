import { Member, RoleChange } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";
import { AccountId, ByAccount, inOrganisation, listOf, Nothing, refusals, withToken } from "./shared.ts";

const ByMember = ByAccount.extend({ userId: AccountId });

/** Who belongs to an organisation, and as what. */
export function memberRoutes(app: App, { organisations }: Pick<Services, "organisations">): void {
  const tags = ["organisations"];

  app.route({
    method: "GET",
    url: "/organisations/:id/members",
    config: { access: { who: "organisation", param: "id", needs: "view" } },
    schema: {
      operationId: "listMembers",
      tags,
      summary: "Everybody in the organisation",
      ...withToken,
      params: ByAccount,
      response: { 200: listOf(Member), ...refusals },
    },
    handler: async (request) => ({
      items: [...(await organisations.members(...inOrganisation(request)))],
    }),
  });

  app.route({
    method: "PATCH",
    url: "/organisations/:id/members/:userId",
    config: { access: { who: "organisation", param: "id", needs: "manage" } },
    schema: {
      operationId: "changeMemberRole",
      tags,
      summary: "Give a member another role; the last owner keeps theirs",
      ...withToken,
      params: ByMember,
      body: RoleChange,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await organisations.changeRole(...inOrganisation(request), request.params.userId, request.body.role);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "DELETE",
    url: "/organisations/:id/members/:userId",
    config: { access: { who: "organisation", param: "id", needs: "manage" } },
    schema: {
      operationId: "removeMember",
      tags,
      summary: "Take a member out, with the invitations and the organisation's tokens they made",
      ...withToken,
      params: ByMember,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await organisations.removeMember(...inOrganisation(request), request.params.userId);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "POST",
    url: "/organisations/:id/leave",
    // Whoever may only look may still go; the use case asks for a token that manages.
    config: { access: { who: "organisation", param: "id", needs: "view" } },
    schema: {
      operationId: "leaveOrganisation",
      tags,
      summary: "Leave an organisation; its last owner cannot",
      ...withToken,
      params: ByAccount,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await organisations.leave(...inOrganisation(request));
      return reply.code(204).send(null);
    },
  });
}

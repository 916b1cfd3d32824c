import * as z from "zod";
import { Session } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { AccountId, ByAccount, listOf, Nothing, refusals, withToken } from "./shared.ts";

const access = { who: "site-admin" } as const;
const tags = ["users"];

/** Where people are signed in, for administrators of the site. */
export function userSessionRoutes(app: App, { people }: Pick<Services, "people">): void {
  app.route({
    method: "GET",
    url: "/users/:id/sessions",
    config: { access },
    schema: {
      operationId: "listUserSessions",
      tags,
      summary: "Where a person is signed in",
      ...withToken,
      params: ByAccount,
      response: { 200: listOf(Session), ...refusals },
    },
    handler: async (request) => ({
      items: [...(await people.sessionsOfPeople.list(principalOf(request), request.params.id))],
    }),
  });

  app.route({
    method: "DELETE",
    url: "/users/:id/sessions/:sessionId",
    config: { access },
    schema: {
      operationId: "endUserSession",
      tags,
      summary: "Sign a person out at one place",
      ...withToken,
      params: z.object({ id: AccountId, sessionId: z.uuid() }),
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const { id, sessionId } = request.params;
      await people.sessionsOfPeople.end(principalOf(request), id, sessionId);
      return reply.code(204).send(null);
    },
  });
}

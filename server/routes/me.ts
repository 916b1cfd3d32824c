import * as z from "zod";
import { Me, MeChangeRequest, PasswordChangeRequest, Session } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import { bearerToken } from "../plugins/bearer-token.ts";
import type { SessionCookie } from "../plugins/session-cookie.ts";
import type { Services } from "../services.ts";
import { originOf } from "./request-origin.ts";
import { ById, listOf, Nothing, refusals, withToken } from "./shared.ts";

const EndSessionsRequest = z.strictObject({
  keepThisOne: z.boolean().default(false).meta({ description: "Only meaningful for a request with the cookie" }),
});

/** What a signed-in person reads and changes of themselves. */
export function meRoutes(app: App, { people }: Pick<Services, "people">, cookie: SessionCookie): void {
  const tags = ["me"];
  const view = { access: { who: "user", needs: "view" } } as const;
  const manage = { access: { who: "user", needs: "manage" } } as const;
  const noted = { ...manage, unaudited: "the use case notes it, refused ones too" } as const;
  const sessionOf = (request: Parameters<SessionCookie["read"]>[0]) =>
    bearerToken(request) === null ? cookie.read(request) : null;

  app.route({
    method: "GET",
    url: "/me",
    config: view,
    schema: {
      operationId: "getMe",
      tags,
      summary: "Who is signed in",
      ...withToken,
      response: { 200: Me, ...refusals },
    },
    handler: (request) => people.profile.read(principalOf(request)),
  });

  app.route({
    method: "PATCH",
    url: "/me",
    config: manage,
    schema: {
      operationId: "changeMe",
      tags,
      summary: "Change name, language or e-mail address",
      ...withToken,
      body: MeChangeRequest,
      response: { 200: Me, ...refusals },
    },
    handler: (request) => people.profile.change(principalOf(request), request.body, originOf(request)),
  });

  app.route({
    method: "POST",
    url: "/me/password",
    config: noted,
    schema: {
      operationId: "changePassword",
      tags,
      summary: "Change the password; every other session ends, this one goes on under a new cookie",
      ...withToken,
      body: PasswordChangeRequest,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const ticket = await people.changePassword(principalOf(request), request.body, originOf(request));
      if (ticket !== null) cookie.write(reply, ticket);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "GET",
    url: "/me/sessions",
    config: view,
    schema: {
      operationId: "listSessions",
      tags,
      summary: "Where you are signed in",
      ...withToken,
      response: { 200: listOf(Session), ...refusals },
    },
    handler: async (request) => ({
      items: [...(await people.sessions.list(principalOf(request), sessionOf(request)))],
    }),
  });

  app.route({
    method: "DELETE",
    url: "/me/sessions/:id",
    config: noted,
    schema: {
      operationId: "endSession",
      tags,
      summary: "Sign out at one place",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await people.sessions.end(principalOf(request), request.params.id, originOf(request));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "POST",
    url: "/me/sessions/end-all",
    config: noted,
    schema: {
      operationId: "endSessions",
      tags,
      summary: "Sign out everywhere",
      ...withToken,
      body: EndSessionsRequest,
      response: { 200: z.object({ ended: z.int() }), ...refusals },
    },
    handler: async (request, reply) => {
      const { keepThisOne } = request.body;
      const keep = keepThisOne ? sessionOf(request) : null;
      const ended = await people.sessions.endAll(principalOf(request), keep, originOf(request));
      if (keep === null) cookie.clear(reply);
      return { ended };
    },
  });
}

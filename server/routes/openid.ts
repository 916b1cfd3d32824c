import type { FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { ExternalIdentity } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { FlowCookie, SessionCookie } from "../plugins/session-cookie.ts";
import type { Services } from "../services.ts";
import { originOf } from "./request-origin.ts";
import { ById, listOf, Nothing, openToAnyone, refusals, withToken } from "./shared.ts";

const Start = z.object({
  returnTo: z.string().max(500).default("/").meta({ description: "Path of this site to go to afterwards" }),
  invitation: z.string().max(128).optional(),
});
const LinkRequest = z.strictObject({ returnTo: z.string().max(500).default("/") });
const Callback = z.looseObject({});

export interface OpenidCookies {
  readonly session: SessionCookie;
  readonly flow: FlowCookie;
}

/** Signing in through an OpenID issuer, and a person's identities there. */
export function openidRoutes(app: App, { people }: Pick<Services, "people">, cookies: OpenidCookies): void {
  const tags = ["signing in"];
  const open = { access: { who: "anyone" } } as const;
  const manage = {
    access: { who: "user", needs: "manage" },
    unaudited: "the use case notes it, with the issuer",
  } as const;

  app.route({
    method: "GET",
    url: "/auth/openid/start",
    config: open,
    schema: {
      operationId: "startOpenidLogin",
      tags,
      summary: "Send the browser to the OpenID issuer",
      ...openToAnyone,
      querystring: Start,
      response: { 302: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const { returnTo, invitation } = request.query;
      const wish = { returnTo, invitation: invitation ?? null, userId: null };
      const { url, flowId } = await people.external.begin(wish, originOf(request));
      cookies.flow.write(reply, flowId);
      return reply.redirect(url, 302);
    },
  });

  app.route({
    method: "GET",
    url: "/auth/openid/callback",
    config: open,
    schema: {
      operationId: "finishOpenidLogin",
      tags,
      summary: "Where the OpenID issuer sends the browser back to",
      ...openToAnyone,
      querystring: Callback,
      response: { 302: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const flowId = cookies.flow.read(request);
      cookies.flow.clear(reply);
      const sessionId = cookies.session.read(request);
      const principal = sessionId === null ? null : await people.authenticateSession(sessionId);
      const query = request.url.split("?")[1] ?? "";
      const finished = await people.external
        .finish({ flowId, query }, { principal, sessionId }, originOf(request))
        .catch((error: unknown) => {
          if (error instanceof AppError && asksForPage(request)) return error;
          throw error;
        });
      if (finished instanceof AppError) return toRefusal(request, reply, finished, principal !== null);
      const { returnTo, login } = finished;
      if (login !== null) cookies.session.write(reply, login.ticket);
      return reply.redirect(login?.next === "second-factor" ? "/account/second-factor" : returnTo, 302);
    },
  });

  app.route({
    method: "GET",
    url: "/me/identities",
    config: { access: { who: "user", needs: "view" } },
    schema: {
      operationId: "listIdentities",
      tags: ["me"],
      summary: "Who you are at OpenID issuers",
      ...withToken,
      response: { 200: listOf(ExternalIdentity), ...refusals },
    },
    handler: async (request) => ({ items: [...(await people.identities.list(principalOf(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/me/identities",
    config: manage,
    schema: {
      operationId: "linkIdentity",
      tags: ["me"],
      summary: "Begin to link yourself at the OpenID issuer; open the address in the browser that is signed in",
      ...withToken,
      body: LinkRequest,
      response: { 200: z.object({ url: z.url() }), ...refusals },
    },
    handler: async (request, reply) => {
      const { userId } = principalOf(request);
      const wish = { returnTo: request.body.returnTo, invitation: null, userId };
      const { url, flowId } = await people.external.begin(wish, originOf(request));
      cookies.flow.write(reply, flowId);
      return { url };
    },
  });

  app.route({
    method: "DELETE",
    url: "/me/identities/:id",
    config: manage,
    schema: {
      operationId: "unlinkIdentity",
      tags: ["me"],
      summary: "Forget who you are at an OpenID issuer",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await people.identities.unlink(principalOf(request), request.params.id, originOf(request));
      return reply.code(204).send(null);
    },
  });
}

/** A browser on its way back shows whatever it is answered as a page of its own. */
function asksForPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes("text/html") ?? false;
}

/** Sends a person back to the page they came from, which has words for the code. */
function toRefusal(request: FastifyRequest, reply: FastifyReply, refusal: AppError, signedIn: boolean): FastifyReply {
  request.log.warn({ err: refusal }, "a login through the OpenID issuer was refused");
  const page = signedIn ? "/app/account/security" : "/app/sign-in";
  return reply.redirect(`${page}?refused=${refusal.code}`, 302);
}

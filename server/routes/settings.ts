import * as z from "zod";
import { HandedLink, SiteSettings, SiteSettingsChangeRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { originOf } from "./request-origin.ts";
import { Nothing, refusals, withToken } from "./shared.ts";

/** Ids of accounts; the first start's is no UUID. */
const ByAccount = z.object({ id: z.string().max(64) });

/** What the site's administrator decides about signing in. */
export function settingRoutes(app: App, { people }: Pick<Services, "people">): void {
  const tags = ["site"];
  const config = { access: { who: "site-admin" } } as const;

  app.route({
    method: "GET",
    url: "/settings",
    config,
    schema: {
      operationId: "getSettings",
      tags,
      summary: "What the site's administrator chose",
      ...withToken,
      response: { 200: SiteSettings, ...refusals },
    },
    handler: () => people.settings.read(),
  });

  app.route({
    method: "PATCH",
    url: "/settings",
    config,
    schema: {
      operationId: "changeSettings",
      tags,
      summary: "Choose who may sign up",
      ...withToken,
      body: SiteSettingsChangeRequest,
      response: { 200: SiteSettings, ...refusals },
    },
    handler: (request) => people.settings.change(principalOf(request), request.body, originOf(request)),
  });

  app.route({
    method: "POST",
    url: "/users/:id/password-reset",
    config,
    schema: {
      operationId: "handOutPasswordReset",
      tags,
      summary: "Make a reset link to hand to a person",
      ...withToken,
      params: ByAccount,
      response: { 201: HandedLink, ...refusals },
    },
    handler: async (request, reply) => {
      const link = await people.resetPassword.handOut(principalOf(request), request.params.id, originOf(request));
      return reply.code(201).send(link);
    },
  });

  app.route({
    method: "DELETE",
    url: "/users/:id/second-factor",
    config,
    schema: {
      operationId: "resetSecondFactor",
      tags,
      summary: "Turn a person's second factor off, when phone and recovery codes are lost; ends their sessions",
      ...withToken,
      params: ByAccount,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await people.secondFactor.reset(principalOf(request), request.params.id, originOf(request));
      return reply.code(204).send(null);
    },
  });
}

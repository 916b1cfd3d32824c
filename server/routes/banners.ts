import { Banner, BannerChangeRequest, BannerRequest, ShownBanner } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, listOf, Nothing, openToAnyone, refusals, withToken } from "./shared.ts";

const tags = ["administration"];
const config = { access: { who: "site-admin" } } as const;

/** Sentences that an administrator of the site shows to everybody. */
export function bannerRoutes(app: App, { banners }: Pick<Services, "banners">): void {
  app.route({
    method: "GET",
    url: "/banners",
    config: { access: { who: "user", needs: "view" } },
    schema: {
      operationId: "listShownBanners",
      tags,
      summary: "What an administrator wants everybody to know now, the most urgent first",
      ...withToken,
      response: { 200: listOf(ShownBanner), ...refusals },
    },
    handler: async () => ({ items: [...(await banners.shown("signed-in"))] }),
  });

  app.route({
    method: "GET",
    url: "/auth/banners",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "listBannersBeforeSigningIn",
      tags: ["signing in"],
      summary: "The part of it that is for the sign-in page too",
      ...openToAnyone,
      response: { 200: listOf(ShownBanner), ...refusals },
    },
    handler: async () => ({ items: [...(await banners.shown("anyone"))] }),
  });

  app.route({
    method: "GET",
    url: "/admin/banners",
    config,
    schema: {
      operationId: "listBanners",
      tags,
      summary: "All banners, also those that are over or not to be seen yet",
      ...withToken,
      response: { 200: listOf(Banner), ...refusals },
    },
    handler: async (request) => ({ items: [...(await banners.list(principalOf(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/admin/banners",
    config,
    schema: {
      operationId: "createBanner",
      tags,
      summary: "Show a sentence to everybody, in English and Korean",
      ...withToken,
      body: BannerRequest,
      response: { 201: Banner, ...refusals },
    },
    handler: async (request, reply) => {
      const made = await banners.create(principalOf(request), request.body);
      return reply.code(201).header("location", `/api/v1/admin/banners/${made.id}`).send(made);
    },
  });

  app.route({
    method: "PATCH",
    url: "/admin/banners/:id",
    config,
    schema: {
      operationId: "changeBanner",
      tags,
      summary: "Change a banner; what is left out stays",
      ...withToken,
      params: ById,
      body: BannerChangeRequest,
      response: { 200: Banner, ...refusals },
    },
    handler: (request) => banners.change(principalOf(request), request.params.id, request.body),
  });

  app.route({
    method: "DELETE",
    url: "/admin/banners/:id",
    config,
    schema: {
      operationId: "removeBanner",
      tags,
      summary: "Take a banner down",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await banners.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

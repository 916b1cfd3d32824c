import * as z from "zod";
import { User, UserRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { cutPage, pageOf, paging, textIn } from "./paging.ts";
import { ByAccount, refusals, withToken } from "./shared.ts";

const access = { who: "site-admin" } as const;
const tags = ["users"];

/** People, for administrators of the site. */
export function userRoutes(app: App, services: Pick<Services, "users">): void {
  const { users } = services;

  app.route({
    method: "GET",
    url: "/users",
    config: { access },
    schema: {
      operationId: "listUsers",
      tags,
      summary: "All people of the site, by handle",
      ...withToken,
      querystring: z.strictObject({
        search: z.string().max(100).optional().meta({ description: "Part of a handle, name or e-mail address" }),
        ...paging(),
      }),
      response: { 200: pageOf(User), ...refusals },
    },
    async handler(request) {
      const { search, cursor, limit } = request.query;
      const found = await users.page(principalOf(request), search, limit + 1, textIn("users", cursor));
      return cutPage("users", found, limit, ({ handle }) => handle);
    },
  });

  app.route({
    method: "POST",
    url: "/users",
    config: { access },
    schema: {
      operationId: "createUser",
      tags,
      summary: "Make an account; its person chooses a password through a link that you hand out",
      ...withToken,
      body: UserRequest,
      response: { 201: User, ...refusals },
    },
    handler: async (request, reply) => {
      const made = await users.create(principalOf(request), request.body);
      return reply.code(201).header("location", `/api/v1/users/${made.id}`).send(made);
    },
  });

  app.route({
    method: "GET",
    url: "/users/:id",
    config: { access },
    schema: {
      operationId: "getUser",
      tags,
      summary: "One person",
      ...withToken,
      params: ByAccount,
      response: { 200: User, ...refusals },
    },
    handler: (request) => users.find(principalOf(request), request.params.id),
  });

  changes(app, services);
}

function changes(app: App, { users }: Pick<Services, "users">): void {
  app.route({
    method: "POST",
    url: "/users/:id/suspend",
    config: { access },
    schema: {
      operationId: "suspendUser",
      tags,
      summary: "Keep a person out; ends their sessions and API tokens",
      ...withToken,
      params: ByAccount,
      response: { 200: User, ...refusals },
    },
    handler: (request) => users.suspend(principalOf(request), request.params.id),
  });

  app.route({
    method: "POST",
    url: "/users/:id/unsuspend",
    config: { access },
    schema: {
      operationId: "unsuspendUser",
      tags,
      summary: "Let a person in again; their old API tokens stay revoked",
      ...withToken,
      params: ByAccount,
      response: { 200: User, ...refusals },
    },
    handler: (request) => users.unsuspend(principalOf(request), request.params.id),
  });

  app.route({
    method: "PUT",
    url: "/users/:id/site-admin",
    config: { access },
    schema: {
      operationId: "makeSiteAdmin",
      tags,
      summary: "Make a person an administrator of the site",
      ...withToken,
      params: ByAccount,
      response: { 200: User, ...refusals },
    },
    handler: (request) => users.setSiteAdmin(principalOf(request), request.params.id, true),
  });

  app.route({
    method: "DELETE",
    url: "/users/:id/site-admin",
    config: { access },
    schema: {
      operationId: "removeSiteAdmin",
      tags,
      summary: "Take that right away; the last administrator keeps it",
      ...withToken,
      params: ByAccount,
      response: { 200: User, ...refusals },
    },
    handler: (request) => users.setSiteAdmin(principalOf(request), request.params.id, false),
  });
}

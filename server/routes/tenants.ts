import * as z from "zod";
import { Cloud, CloudRegistration, Tenant, TenantReport, TenantRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, bodyAsSent, listOf, Nothing, refusals, withToken } from "./shared.ts";

const tags = ["administration"];
const config = { access: { who: "site-admin" } } as const;

/** Accounts' own projects and accounts on clouds, made by administrators of the site. */
export function tenantRoutes(app: App, { tenants }: Pick<Services, "tenants">): void {
  app.route({
    method: "GET",
    url: "/admin/tenants",
    config,
    schema: {
      operationId: "listTenants",
      tags,
      summary: "Who has a project or account of their own, and on which cloud",
      ...withToken,
      response: { 200: listOf(Tenant), ...refusals },
    },
    handler: async () => ({ items: [...(await tenants.list())] }),
  });

  app.route({
    method: "POST",
    url: "/admin/tenants",
    config,
    schema: {
      operationId: "requestTenant",
      tags,
      summary: "Make a tenant, change its limits, or put right what has drifted; asked twice it is made once",
      ...withToken,
      body: TenantRequest,
      response: { 202: Tenant, ...refusals },
    },
    handler: async (request, reply) => {
      const tenant = await tenants.request(principalOf(request), request.body);
      return reply.code(202).header("location", `/api/v1/admin/tenants/${tenant.id}`).send(tenant);
    },
  });

  app.route({
    method: "GET",
    url: "/admin/tenants/:id",
    config,
    schema: {
      operationId: "showTenant",
      tags,
      summary: "A tenant, what there is of it on its cloud now, and what has drifted",
      ...withToken,
      params: ById,
      response: { 200: TenantReport, ...refusals },
    },
    handler: (request) => tenants.report(request.params.id),
  });

  app.route({
    method: "DELETE",
    url: "/admin/tenants/:id",
    config,
    schema: {
      operationId: "removeTenant",
      tags,
      summary: "Remove a tenant in which there is nothing any more",
      ...withToken,
      params: ById,
      response: { 202: Tenant, ...refusals },
    },
    handler: async (request, reply) =>
      reply.code(202).send(await tenants.remove(principalOf(request), request.params.id)),
  });

  administrationCloudRoutes(app, tenants);
}

/** Clouds registered with an administrator's credential, which nobody plans on. */
function administrationCloudRoutes(app: App, tenants: Services["tenants"]): void {
  app.route({
    method: "GET",
    url: "/admin/clouds",
    config,
    schema: {
      operationId: "listAdministrationClouds",
      tags,
      summary: "Clouds registered for administration, where tenants are made",
      ...withToken,
      response: { 200: listOf(Cloud), ...refusals },
    },
    handler: async () => ({ items: [...(await tenants.clouds())] }),
  });

  app.route({
    method: "POST",
    url: "/admin/clouds",
    config,
    schema: {
      operationId: "registerAdministrationCloud",
      tags,
      summary: "Register a cloud with an administrator's credential; it makes tenants and is never planned on",
      ...withToken,
      querystring: z.strictObject({ force: z.stringbool().default(false) }),
      consumes: ["application/json", "application/yaml"],
      body: CloudRegistration,
      response: { 201: Cloud, ...refusals },
    },
    validatorCompiler: bodyAsSent,
    handler: async (request, reply) => {
      const cloud = await tenants.registerCloud(request.body, request.query.force);
      return reply.code(201).send(cloud);
    },
  });

  app.route({
    method: "DELETE",
    url: "/admin/clouds/:id",
    config,
    schema: {
      operationId: "removeAdministrationCloud",
      tags,
      summary: "Forget a cloud for administration that has no tenants",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await tenants.removeCloud(request.params.id);
      return reply.code(204).send(null);
    },
  });
}

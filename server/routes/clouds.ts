import * as z from "zod";
import {
  Catalog,
  Cloud,
  CloudCapacity,
  CloudChangeRequest,
  CloudRegistrationRequest,
  CloudUse,
  ConnectionStep,
} from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { streamSteps } from "../stream-steps.ts";
import { ById, bodyAsSent, listOf, Nothing, refusals, withToken } from "./shared.ts";

const Force = z.strictObject({
  force: z.stringbool().default(false).meta({ description: "true keeps a cloud that does not answer yet" }),
});

const Wish = z.strictObject({
  image: z.stringbool().default(false).meta({
    description:
      "true also tries images: OpenStack is sent one byte and asked for it again, CloudStack's storage is to fetch a small file from this service; both are deleted at once",
  }),
});

/** Registered clouds, their catalogs, and whether they answer. */
export function cloudRoutes(app: App, { clouds, cloudCare }: Pick<Services, "clouds" | "cloudCare">): void {
  const tags = ["clouds"];

  app.route({
    method: "GET",
    url: "/clouds",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "listClouds",
      tags,
      summary: "Registered clouds, without credentials",
      ...withToken,
      response: { 200: listOf(Cloud), ...refusals },
    },
    handler: async (request) => ({ items: [...(await clouds.list(principalOf(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/clouds",
    config: { access: { who: "account", needs: "manage" } },
    schema: {
      operationId: "registerCloud",
      tags,
      summary: "Register a cloud; its credentials are tried at once and never read back",
      consumes: ["application/json", "application/yaml"],
      ...withToken,
      querystring: Force,
      body: CloudRegistrationRequest,
      response: { 201: Cloud, ...refusals },
    },
    validatorCompiler: bodyAsSent,
    handler: async (request, reply) => {
      const cloud = await clouds.register(principalOf(request), request.body, request.query.force);
      return reply.code(201).header("location", `/api/v1/clouds/${cloud.id}`).send(cloud);
    },
  });

  app.route({
    method: "GET",
    url: "/clouds/:id",
    config: { access: { who: "object", object: "cloud", param: "id", needs: "view" } },
    schema: {
      operationId: "getCloud",
      tags,
      summary: "One registered cloud",
      ...withToken,
      params: ById,
      response: { 200: Cloud, ...refusals },
    },
    handler: (request) => clouds.find(principalOf(request), request.params.id),
  });

  app.route({
    method: "PATCH",
    url: "/clouds/:id",
    config: { access: { who: "object", object: "cloud", param: "id", needs: "manage" } },
    schema: {
      operationId: "changeCloud",
      tags,
      summary: "Change what is said, such as new credentials or a corrected catalog mapping",
      ...withToken,
      params: ById,
      querystring: Force,
      body: CloudChangeRequest,
      response: { 200: Cloud, ...refusals },
    },
    handler: (request) => clouds.change(principalOf(request), request.params.id, request.body, request.query.force),
  });

  app.route({
    method: "DELETE",
    url: "/clouds/:id",
    config: { access: { who: "object", object: "cloud", param: "id", needs: "manage" } },
    schema: {
      operationId: "removeCloud",
      tags,
      summary: "Forget a cloud that no workspace uses",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await clouds.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "POST",
    url: "/clouds/:id/test",
    config: { access: { who: "object", object: "cloud", param: "id", needs: "manage" } },
    schema: {
      operationId: "testCloud",
      tags,
      summary: "Try the connection step by step; a failed step says what to do",
      description: 'With `Accept: application/x-ndjson`, one line per step as it ends and `{"end":true}` at the end.',
      produces: ["application/json", "application/x-ndjson"],
      ...withToken,
      params: ById,
      querystring: Wish,
      response: { 200: z.object({ steps: z.array(ConnectionStep) }), ...refusals },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const principal = principalOf(request);
      if (!request.headers.accept?.includes("application/x-ndjson")) {
        return { steps: [...(await clouds.test(principal, id, request.query))] };
      }
      reply.type("application/x-ndjson; charset=utf-8").header("x-accel-buffering", "no");
      return reply.send(streamSteps((onStep) => clouds.test(principal, id, request.query, onStep)) as never);
    },
  });

  app.route({
    method: "GET",
    url: "/clouds/:id/capacity",
    config: { access: { who: "object", object: "cloud", param: "id", needs: "manage" } },
    schema: {
      operationId: "getCloudCapacity",
      tags,
      summary: "How much may be used there and is; asked of the cloud now",
      ...withToken,
      params: ById,
      response: { 200: CloudCapacity, ...refusals },
    },
    handler: (request) => cloudCare.capacity(request.params.id),
  });

  app.route({
    method: "GET",
    url: "/clouds/:id/uses",
    config: { access: { who: "object", object: "cloud", param: "id", needs: "manage" } },
    schema: {
      operationId: "getCloudUses",
      tags,
      summary: "Which machines are planned on the cloud; it cannot be removed before they are gone",
      ...withToken,
      params: ById,
      response: { 200: CloudUse, ...refusals },
    },
    handler: (request) => cloudCare.uses(principalOf(request), request.params.id),
  });

  app.route({
    method: "GET",
    url: "/clouds/:id/catalog",
    config: { access: { who: "object", object: "cloud", param: "id", needs: "view" } },
    schema: {
      operationId: "getCatalog",
      tags,
      summary: "What the cloud offers, as last read",
      ...withToken,
      params: ById,
      response: { 200: Catalog, ...refusals },
    },
    handler: (request) => clouds.catalog(principalOf(request), request.params.id),
  });

  app.route({
    method: "POST",
    url: "/clouds/:id/catalog/refresh",
    config: { access: { who: "object", object: "cloud", param: "id", needs: "manage" } },
    schema: {
      operationId: "refreshCatalog",
      tags,
      summary: "Read the cloud's catalog anew",
      ...withToken,
      params: ById,
      response: { 200: Catalog, ...refusals },
    },
    handler: (request) => clouds.refreshCatalog(principalOf(request), request.params.id),
  });
}

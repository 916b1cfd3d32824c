import * as z from "zod";
import { Cloud, CloudImportPreview, CloudImportRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { refusals, withToken } from "./shared.ts";

const Force = z.strictObject({
  force: z.stringbool().default(false).meta({ description: "true keeps a cloud that does not answer yet" }),
});

/** Registering clouds from the files that other tools keep their access in. */
export function cloudImportRoutes(app: App, { clouds, cloudImport }: Pick<Services, "clouds" | "cloudImport">): void {
  const tags = ["clouds"];

  app.route({
    method: "POST",
    url: "/clouds/import/preview",
    config: { access: { who: "account", needs: "manage" } },
    schema: {
      operationId: "previewCloudImport",
      tags,
      summary: "Which clouds a clouds.yaml, an openrc or a cloudmonkey profile tells of, without their secrets",
      description: "Nothing is stored, and no cloud is asked.",
      ...withToken,
      body: CloudImportRequest,
      response: { 200: CloudImportPreview, ...refusals },
    },
    handler: async (request) => cloudImport.preview(request.body),
  });

  app.route({
    method: "POST",
    url: "/clouds/import",
    config: { access: { who: "account", needs: "manage" } },
    schema: {
      operationId: "importCloud",
      tags,
      summary: "Register one cloud of such a text; its credentials are tried at once and never read back",
      ...withToken,
      querystring: Force,
      body: CloudImportRequest,
      response: { 201: Cloud, ...refusals },
    },
    handler: async (request, reply) => {
      const registration = cloudImport.registration(request.body);
      const cloud = await clouds.register(principalOf(request), registration, request.query.force);
      return reply.code(201).header("location", `/api/v1/clouds/${cloud.id}`).send(cloud);
    },
  });
}

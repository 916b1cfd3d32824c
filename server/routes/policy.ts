import * as z from "zod";
import { Policy, PolicyRequest } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, refusals, withToken } from "./shared.ts";

const tags = ["policy"];

/** What may happen to a machine without a person. */
export function policyRoutes(app: App, { policy }: Pick<Services, "policy">): void {
  app.route({
    method: "GET",
    url: "/workspaces/:id/policy",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "getPolicy",
      tags,
      summary: "What may happen to the machine without a person, and what the scheduler makes of it now",
      ...withToken,
      params: ById,
      response: { 200: Policy, ...refusals },
    },
    handler: async (request, reply) => {
      const found = await policy.find(principalOf(request), request.params.id);
      return reply.header("etag", `"${found.version}"`).send(found);
    },
  });

  app.route({
    method: "PUT",
    url: "/workspaces/:id/policy",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "manage" } },
    schema: {
      operationId: "setPolicy",
      tags,
      summary: "Say what may happen without a person; what is left out is as nobody had said anything",
      description: "`If-Match` may carry the version that the change was made on; another one answers policy-conflict.",
      ...withToken,
      params: ById,
      headers: z.looseObject({ "if-match": z.string().optional() }),
      body: PolicyRequest,
      response: { 200: Policy, ...refusals },
    },
    handler: async (request, reply) => {
      const basedOn = versionIn(request.headers["if-match"]);
      const changed = await policy.change(principalOf(request), request.params.id, request.body, basedOn);
      return reply.header("etag", `"${changed.version}"`).send(changed);
    },
  });
}

function versionIn(header: string | undefined): number | undefined {
  if (header === undefined || header === "*") return undefined;
  const number = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  if (number !== undefined) return Number(number);
  const remedy = "Send the version that the change was made on, or leave the header out.";
  throw new AppError("validation-failed", "If-Match is not a version number.", {
    issues: [{ pointer: "", code: "wrong-header", message: "If-Match must be a version number, such as 3.", remedy }],
  });
}

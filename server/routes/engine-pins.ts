import { EnginePin } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, refusals, withToken } from "./shared.ts";

/** Which engine and providers a workspace is held to, and moving it to newer ones. */
export function enginePinRoutes(app: App, services: Pick<Services, "enginePins">): void {
  const tags = ["workspaces"];

  app.route({
    method: "GET",
    url: "/workspaces/:id/engine",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "getEnginePin",
      tags,
      summary: "Which engine and providers the workspace is held to, and whether they are here",
      ...withToken,
      params: ById,
      response: { 200: EnginePin, ...refusals },
    },
    handler: (request) => services.enginePins.find(principalOf(request), request.params.id),
  });

  app.route({
    method: "POST",
    url: "/workspaces/:id/upgrade-engine",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "upgradeEngine",
      tags,
      summary: "Move the workspace to the engine and providers that this service has",
      description:
        "Nothing is applied by that: plan next. Until an apply on a site its plan waits for a person, even with autoApply.",
      ...withToken,
      params: ById,
      response: { 200: EnginePin, ...refusals },
    },
    handler: (request) => services.enginePins.upgrade(principalOf(request), request.params.id),
  });
}

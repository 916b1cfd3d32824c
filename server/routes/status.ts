import { ServiceStatus } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";
import { refusals, withToken } from "./shared.ts";

/** What the service is and how it does. */
export function statusRoutes(app: App, services: Pick<Services, "status">): void {
  app.route({
    method: "GET",
    url: "/status",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "status",
      tags: ["service"],
      summary: "Version, engine, sandbox or real, queue",
      ...withToken,
      response: { 200: ServiceStatus, ...refusals },
    },
    handler: () => services.status(),
  });
}

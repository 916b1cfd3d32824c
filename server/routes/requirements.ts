import { CheckReport, Profile, RequirementRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { hideFirstBoot } from "./hide-first-boot.ts";
import { bodyAsSent, listOf, refusals, withToken } from "./shared.ts";

/** Profiles, and what a requirement would become. */
export function requirementRoutes(app: App, services: Pick<Services, "requirements">): void {
  app.route({
    method: "GET",
    url: "/profiles",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "listProfiles",
      tags: ["requirements"],
      summary: "Named sets of defaults",
      ...withToken,
      response: { 200: listOf(Profile), ...refusals },
    },
    handler: async () => ({ items: [...services.requirements.profiles()] }),
  });

  app.route({
    method: "POST",
    url: "/requirements/check",
    config: { access: { who: "account", needs: "view" }, changesNothing: true },
    schema: {
      operationId: "checkRequirement",
      tags: ["requirements"],
      summary: "Everything that is wrong with a requirement, or what it would become; nothing is stored",
      consumes: ["application/json", "application/yaml"],
      ...withToken,
      body: RequirementRequest,
      response: { 200: CheckReport, ...refusals },
    },
    validatorCompiler: bodyAsSent,
    handler: async (request) => {
      const principal = principalOf(request);
      const report = await services.requirements.check(principal, request.body);
      const plan = report.deploymentPlan;
      return { ...report, deploymentPlan: plan && hideFirstBoot(principal, plan) };
    },
  });
}

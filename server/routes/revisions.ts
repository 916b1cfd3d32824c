import * as z from "zod";
import { ChangePreview, RequirementRequest, Revision, SubmissionReceipt } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { hideFirstBoot } from "./hide-first-boot.ts";
import { ById, bodyAsSent, listOf, refusals, withToken } from "./shared.ts";

const ByNumber = ById.extend({ number: z.coerce.number().int().min(1).max(2_000_000_000) });
const RevisionEntry = Revision.pick({ number: true, createdAt: true, createdBy: true, operationId: true });

/** Revisions: what a requirement was and what it is now. */
export function revisionRoutes(app: App, services: Pick<Services, "requirements" | "workspaces">): void {
  const tags = ["revisions"];

  app.route({
    method: "GET",
    url: "/workspaces/:id/revisions",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "listRevisions",
      tags,
      summary: "All revisions, the latest first",
      ...withToken,
      params: ById,
      response: { 200: listOf(RevisionEntry), ...refusals },
    },
    handler: async (request) => ({
      items: [...(await services.workspaces.revisions(principalOf(request), request.params.id))],
    }),
  });

  app.route({
    method: "POST",
    url: "/workspaces/:id/revisions",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "reviseRequirement",
      tags,
      summary: "Change a requirement: 201 with a new revision, 200 when nothing differs",
      description: "`If-Match` may carry the revision the change was made on; a later one answers revision-conflict.",
      consumes: ["application/json", "application/yaml"],
      ...withToken,
      params: ById,
      headers: z.looseObject({ "if-match": z.string().optional() }),
      body: RequirementRequest,
      response: { 200: SubmissionReceipt, 201: SubmissionReceipt, ...refusals },
    },
    validatorCompiler: bodyAsSent,
    handler: async (request, reply) => {
      const basedOn = revisionIn(request.headers["if-match"]);
      const receipt = await services.requirements.revise(
        principalOf(request),
        request.params.id,
        request.body,
        basedOn,
      );
      return reply
        .code(receipt.outcome === "unchanged" ? 200 : 201)
        .header("etag", `"${receipt.revision}"`)
        .send(receipt);
    },
  });

  app.route({
    method: "GET",
    url: "/workspaces/:id/revisions/:number",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "getRevision",
      tags,
      summary: "One revision with its requirement and deployment plan",
      ...withToken,
      params: ByNumber,
      response: { 200: Revision, ...refusals },
    },
    handler: async (request) => {
      const principal = principalOf(request);
      const revision = await services.workspaces.revision(principal, request.params.id, request.params.number);
      return { ...revision, deploymentPlan: hideFirstBoot(principal, revision.deploymentPlan) };
    },
  });

  app.route({
    method: "POST",
    url: "/workspaces/:id/revisions/:number/restore",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "change" } },
    schema: {
      operationId: "restoreRevision",
      tags,
      summary: "Ask again for what an earlier revision asked for: 201 with a new revision, 200 when nothing differs",
      description: "`If-Match` as with a change. Nothing on a cloud changes before its plan is applied.",
      ...withToken,
      params: ByNumber,
      headers: z.looseObject({ "if-match": z.string().optional() }),
      response: { 200: SubmissionReceipt, 201: SubmissionReceipt, ...refusals },
    },
    handler: async (request, reply) => {
      const { id, number } = request.params;
      const basedOn = revisionIn(request.headers["if-match"]);
      const receipt = await services.requirements.restore(principalOf(request), id, number, basedOn);
      return reply
        .code(receipt.outcome === "unchanged" ? 200 : 201)
        .header("etag", `"${receipt.revision}"`)
        .send(receipt);
    },
  });

  app.route({
    method: "GET",
    url: "/workspaces/:id/revisions/:number/preview",
    config: { access: { who: "object", object: "workspace", param: "id", needs: "view" } },
    schema: {
      operationId: "previewRevision",
      tags,
      summary:
        "What a revision means for what stands: data, interruption, safer ways; from its plans once there are any",
      ...withToken,
      params: ByNumber,
      response: { 200: ChangePreview, ...refusals },
    },
    handler: (request) => services.requirements.preview(principalOf(request), request.params.id, request.params.number),
  });
}

function revisionIn(header: string | undefined): number | undefined {
  if (header === undefined || header === "*") return undefined;
  const number = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  if (number !== undefined) return Number(number);
  throw new AppError("validation-failed", "If-Match is not a revision number.", {
    issues: [
      {
        pointer: "",
        code: "wrong-header",
        message: "If-Match must be a revision number, such as 3.",
        remedy: "Send the number of the revision that the change was made on, or leave the header out.",
      },
    ],
  });
}

import type { FastifyInstance } from "fastify";
import { baseUrl, param } from "../core/read.ts";
import { addService } from "../core/service.ts";
import type { World } from "../core/world.ts";
import { addEc2Routes } from "../object-storage/ec2-routes.ts";
import { addAccountRoutes } from "./account-routes.ts";
import { catalogOf } from "./catalog.ts";
import { addCredentialRoutes } from "./credential-routes.ts";
import { addGrantRoutes } from "./grant-routes.ts";
import { identityCaller } from "./identity-caller.ts";
import { login } from "./login.ts";
import { projectView } from "./project-view.ts";
import { forbidden, keystoneError, keystoneRefusal } from "./refusals.ts";
import { tokenView } from "./token-view.ts";

/** Keystone v3 below `/identity`. */
export function addIdentity(app: FastifyInstance, world: World): void {
  const errorBody = keystoneError;
  addService(
    app,
    { world, prefix: "/identity", open: "all", recordedMs: { read: 12, write: 12 }, errorBody },
    (service) => {
      service.get("/", async (request, reply) =>
        reply.code(300).send({ versions: { values: [version(baseUrl(request))] } }),
      );
      service.get("/v3", async (request) => ({ version: version(baseUrl(request)) }));
      service.get("/v3/", async (request) => ({ version: version(baseUrl(request)) }));
      service.post("/v3/auth/tokens", async (request, reply) => {
        const { tokenId, token } = login(world, request.body, baseUrl(request));
        const body = { token: tokenView(world, token, baseUrl(request)) };
        return reply.code(201).headers({ "x-subject-token": tokenId, vary: "X-Auth-Token" }).send(body);
      });
      service.get("/v3/auth/tokens", async (request, reply) => {
        identityCaller(world, request);
        const tokenId = String(request.headers["x-subject-token"] ?? "");
        const token = world.state.identity.tokens[tokenId];
        if (token === undefined || token.expiresAt <= world.clock.now().getTime()) {
          throw keystoneRefusal(404, "Could not find token.");
        }
        return reply.header("x-subject-token", tokenId).send({ token: tokenView(world, token, baseUrl(request)) });
      });
      service.delete("/v3/auth/tokens", async (request, reply) => {
        identityCaller(world, request);
        delete world.state.identity.tokens[String(request.headers["x-subject-token"] ?? "")];
        world.changed();
        return reply.code(204).send();
      });
      service.get("/v3/auth/catalog", async (request) => {
        const caller = identityCaller(world, request);
        const self = `${baseUrl(request)}/identity/v3/auth/catalog`;
        return { catalog: catalogOf(baseUrl(request), caller.projectId), links: { self } };
      });
      service.get("/v3/auth/projects", async (request) => {
        const caller = identityCaller(world, request);
        const { projects, assignments } = world.state.identity;
        const own = new Set(assignments.filter((one) => one.userId === caller.userId).map((one) => one.projectId));
        const self = `${baseUrl(request)}/identity/v3/auth/projects`;
        const listed = Object.values(projects).filter((project) => own.has(project.id));
        return {
          projects: listed.map((project) => projectView(project, baseUrl(request))),
          links: { next: null, self, previous: null },
        };
      });
      service.get("/v3/projects/:id", async (request) => {
        const caller = identityCaller(world, request);
        const project = world.state.identity.projects[param(request, "id")];
        if (project === undefined && caller.isAdmin) {
          throw keystoneRefusal(404, `Could not find project: ${param(request, "id")}.`);
        }
        if (project === undefined || (!caller.isAdmin && caller.projectId !== project.id)) {
          throw forbidden("identity:get_project");
        }
        return { project: projectView(project, baseUrl(request)) };
      });
      addCredentialRoutes(service, world);
      addAccountRoutes(service, world);
      addGrantRoutes(service, world);
      addEc2Routes(service, world);
    },
  );
}

function version(base: string): unknown {
  return {
    id: "v3.14",
    status: "stable",
    updated: "2020-04-07T00:00:00Z",
    links: [{ rel: "self", href: `${base}/identity/v3/` }],
    "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
  };
}

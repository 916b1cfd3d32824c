import type { FastifyInstance, FastifyRequest } from "fastify";
import { baseUrl, envelope, param, queryValue } from "../core/read.ts";
import { newHexId, type World } from "../core/world.ts";
import { identityCaller } from "./identity-caller.ts";
import type { ApplicationCredential, Project, User } from "./identity-state.ts";
import { hashSecret } from "./login.ts";
import { projectView } from "./project-view.ts";
import { forbidden, keystoneRefusal } from "./refusals.ts";

/** Projects, users and roles: an administrator's calls. */
export function addAccountRoutes(service: FastifyInstance, world: World): void {
  const { identity } = world.state;
  const admin = (request: FastifyRequest, action: string) => {
    const caller = identityCaller(world, request);
    if (!caller.isAdmin) throw forbidden(`identity:${action}`);
    return caller;
  };
  const listLinks = (request: FastifyRequest, path: string) => ({
    next: null,
    self: `${baseUrl(request)}/identity/v3/${path}`,
    previous: null,
  });

  service.get("/v3/projects", async (request) => {
    admin(request, "list_projects");
    const name = queryValue(request, "name");
    const listed = Object.values(identity.projects).filter((project) => name === undefined || project.name === name);
    return { projects: listed.map((one) => projectView(one, baseUrl(request))), links: listLinks(request, "projects") };
  });
  service.post("/v3/projects", async (request, reply) => {
    admin(request, "create_project");
    const wanted = envelope(request, "project");
    const name = requiredName(wanted?.["name"]);
    if (Object.values(identity.projects).some((one) => one.name === name)) throw duplicate("project", name);
    const project: Project = {
      id: newHexId(),
      name,
      description: String(wanted?.["description"] ?? ""),
      enabled: wanted?.["enabled"] !== false,
    };
    identity.projects[project.id] = project;
    world.changed();
    return reply.code(201).send({ project: projectView(project, baseUrl(request)) });
  });
  service.patch("/v3/projects/:id", async (request) => {
    admin(request, "update_project");
    const project = identity.projects[param(request, "id")];
    if (project === undefined) throw keystoneRefusal(404, `Could not find project: ${param(request, "id")}.`);
    const wanted = envelope(request, "project") ?? {};
    if (typeof wanted["name"] === "string") project.name = wanted["name"];
    if (typeof wanted["description"] === "string") project.description = wanted["description"];
    if (typeof wanted["enabled"] === "boolean") project.enabled = wanted["enabled"];
    world.changed();
    return { project: projectView(project, baseUrl(request)) };
  });
  service.delete("/v3/projects/:id", async (request, reply) => {
    admin(request, "delete_project");
    const id = param(request, "id");
    if (identity.projects[id] === undefined) throw keystoneRefusal(404, `Could not find project: ${id}.`);
    delete identity.projects[id];
    identity.assignments = identity.assignments.filter((one) => one.projectId !== id);
    forgetCredentials(world, (one) => one.projectId === id);
    world.changed();
    return reply.code(204).send();
  });
  service.get("/v3/users", async (request) => {
    admin(request, "list_users");
    const name = queryValue(request, "name");
    const listed = Object.values(identity.users).filter((user) => name === undefined || user.name === name);
    return { users: listed.map((one) => userView(one, baseUrl(request))), links: listLinks(request, "users") };
  });
  service.post("/v3/users", async (request, reply) => {
    admin(request, "create_user");
    const wanted = envelope(request, "user");
    const name = requiredName(wanted?.["name"]);
    if (Object.values(identity.users).some((one) => one.name === name)) throw duplicate("user", name);
    const passwordHash = hashSecret(String(wanted?.["password"] ?? newHexId()));
    const user: User = {
      ...{ id: newHexId(), name, passwordHash, enabled: wanted?.["enabled"] !== false },
      ...(typeof wanted?.["description"] === "string" && { description: wanted["description"] }),
      ...(typeof wanted?.["default_project_id"] === "string" && { defaultProjectId: wanted["default_project_id"] }),
    };
    identity.users[user.id] = user;
    world.changed();
    return reply.code(201).send({ user: userView(user, baseUrl(request)) });
  });
  service.get("/v3/users/:id", async (request) => {
    const caller = identityCaller(world, request);
    if (!caller.isAdmin && caller.userId !== param(request, "id")) throw forbidden("identity:get_user");
    return { user: userView(foundUser(world, param(request, "id")), baseUrl(request)) };
  });
  service.patch("/v3/users/:id", async (request) => {
    admin(request, "update_user");
    const user = foundUser(world, param(request, "id"));
    const wanted = envelope(request, "user") ?? {};
    if (typeof wanted["name"] === "string") user.name = wanted["name"];
    if (typeof wanted["description"] === "string") user.description = wanted["description"];
    if (typeof wanted["default_project_id"] === "string") user.defaultProjectId = wanted["default_project_id"];
    if (typeof wanted["password"] === "string") user.passwordHash = hashSecret(wanted["password"]);
    if (typeof wanted["enabled"] === "boolean") user.enabled = wanted["enabled"];
    world.changed();
    return { user: userView(user, baseUrl(request)) };
  });
  service.delete("/v3/users/:id", async (request, reply) => {
    admin(request, "delete_user");
    const { id } = foundUser(world, param(request, "id"));
    delete identity.users[id];
    identity.assignments = identity.assignments.filter((one) => one.userId !== id);
    forgetCredentials(world, (one) => one.userId === id);
    world.changed();
    return reply.code(204).send();
  });
  service.get("/v3/roles", async (request) => {
    admin(request, "list_roles");
    const name = queryValue(request, "name");
    const listed = Object.entries(identity.roles).filter(([, role]) => name === undefined || role === name);
    return {
      roles: listed.map(([id, role]) => ({ id, name: role, domain_id: null, description: null, options: {} })),
      links: listLinks(request, "roles"),
    };
  });
}

/** They go with their user and with their project. */
function forgetCredentials(world: World, goes: (one: ApplicationCredential) => boolean): void {
  const { applicationCredentials } = world.state.identity;
  for (const one of Object.values(applicationCredentials)) if (goes(one)) delete applicationCredentials[one.id];
}

function foundUser(world: World, id: string): User {
  const user = world.state.identity.users[id];
  if (user === undefined) throw keystoneRefusal(404, `Could not find user: ${id}.`);
  return user;
}

function requiredName(value: unknown): string {
  if (typeof value !== "string" || value === "") throw keystoneRefusal(400, "'name' is a required property");
  return value;
}

function duplicate(kind: string, name: string) {
  return keystoneRefusal(
    409,
    `Conflict occurred attempting to store ${kind} - it is not permitted to have two ${kind}s with the name ${name} in the same domain.`,
  );
}

function userView(user: User, base: string): Record<string, unknown> {
  return {
    id: user.id,
    name: user.name,
    domain_id: "default",
    enabled: user.enabled,
    ...(user.description !== undefined && { description: user.description }),
    ...(user.defaultProjectId !== undefined && { default_project_id: user.defaultProjectId }),
    password_expires_at: null,
    options: {},
    links: { self: `${base}/identity/v3/users/${user.id}` },
  };
}

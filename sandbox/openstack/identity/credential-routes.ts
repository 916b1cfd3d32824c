import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Caller } from "../core/caller.ts";
import { baseUrl, envelope, isFields, param } from "../core/read.ts";
import { newHexId, type World } from "../core/world.ts";
import { identityCaller } from "./identity-caller.ts";
import type { ApplicationCredential } from "./identity-state.ts";
import { hashSecret, rolesOf } from "./login.ts";
import { forbidden, keystoneRefusal } from "./refusals.ts";

const BASE = "/v3/users/:userId/application_credentials";

/** Application credentials of the logged-in user. */
export function addCredentialRoutes(service: FastifyInstance, world: World): void {
  service.post(BASE, async (request, reply) => {
    const caller = owner(world, request);
    const wanted = envelope(request, "application_credential");
    const name = wanted?.["name"];
    if (typeof name !== "string") throw keystoneRefusal(400, "'name' is a required property");
    const credentials = Object.values(world.state.identity.applicationCredentials);
    if (credentials.some((one) => one.userId === caller.userId && one.name === name)) {
      throw keystoneRefusal(
        409,
        `Conflict occurred attempting to store application_credential - Duplicate entry found with name ${name}.`,
      );
    }
    const secret = typeof wanted?.["secret"] === "string" ? wanted["secret"] : randomBytes(64).toString("base64url");
    const credential: ApplicationCredential = {
      id: newHexId(),
      name,
      description: typeof wanted?.["description"] === "string" ? wanted["description"] : null,
      userId: caller.userId,
      projectId: caller.projectId,
      roleIds: chosenRoles(world, caller, wanted?.["roles"]),
      secretHash: hashSecret(secret),
      unrestricted: typeof wanted?.["unrestricted"] === "boolean" ? wanted["unrestricted"] : null,
      expiresAt: typeof wanted?.["expires_at"] === "string" ? wanted["expires_at"] : null,
    };
    world.state.identity.applicationCredentials[credential.id] = credential;
    world.changed();
    return reply.code(201).send({ application_credential: { ...view(world, credential, baseUrl(request)), secret } });
  });
  service.get(BASE, async (request) => {
    const caller = owner(world, request);
    const credentials = Object.values(world.state.identity.applicationCredentials);
    const own = credentials.filter((one) => one.userId === caller.userId);
    const self = `${baseUrl(request)}/identity/v3/users/${caller.userId}/application_credentials`;
    return {
      application_credentials: own.map((one) => view(world, one, baseUrl(request))),
      links: { next: null, self, previous: null },
    };
  });
  service.get(`${BASE}/:id`, async (request) => ({
    application_credential: view(world, found(world, request), baseUrl(request)),
  }));
  service.delete(`${BASE}/:id`, async (request, reply) => {
    delete world.state.identity.applicationCredentials[found(world, request).id];
    world.changed();
    return reply.code(204).send();
  });
}

function owner(world: World, request: FastifyRequest): Caller {
  const caller = identityCaller(world, request);
  if (caller.userId !== param(request, "userId")) throw forbidden("identity:create_application_credential");
  return caller;
}

function found(world: World, request: FastifyRequest): ApplicationCredential {
  const caller = owner(world, request);
  const credential = world.state.identity.applicationCredentials[param(request, "id")];
  if (credential === undefined || credential.userId !== caller.userId) {
    throw keystoneRefusal(404, `Could not find Application Credential: ${param(request, "id")}.`);
  }
  return credential;
}

function chosenRoles(world: World, caller: Caller, wanted: unknown): string[] {
  const own = rolesOf(world, caller.userId, caller.projectId);
  if (!Array.isArray(wanted)) return own;
  const names = wanted.filter(isFields).map((role) => String(role["name"] ?? role["id"]));
  return own.filter((id) => names.includes(id) || names.includes(world.state.identity.roles[id] ?? ""));
}

function view(world: World, one: ApplicationCredential, base: string): Record<string, unknown> {
  return {
    id: one.id,
    name: one.name,
    description: one.description,
    user_id: one.userId,
    project_id: one.projectId,
    system: null,
    expires_at: one.expiresAt,
    unrestricted: one.unrestricted,
    roles: one.roleIds.map((id) => ({
      id,
      name: world.state.identity.roles[id] ?? id,
      domain_id: null,
      description: null,
      options: { immutable: true },
    })),
    links: { self: `${base}/identity/v3/application_credentials/${one.id}` },
  };
}

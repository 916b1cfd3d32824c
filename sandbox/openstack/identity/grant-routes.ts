import type { FastifyInstance } from "fastify";
import { baseUrl, param, queryValue } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { identityCaller } from "./identity-caller.ts";
import { rolesOf } from "./login.ts";
import { forbidden, keystoneRefusal } from "./refusals.ts";

const GRANT = "/v3/projects/:projectId/users/:userId/roles/:roleId";

/** Roles of users on projects: an administrator's calls. */
export function addGrantRoutes(service: FastifyInstance, world: World): void {
  const { identity } = world.state;
  type Asked = Parameters<typeof identityCaller>[1];
  const admin = (request: Asked, action: string) => {
    if (!identityCaller(world, request).isAdmin) throw forbidden(`identity:${action}`);
  };
  const named = (request: Asked) => {
    const [projectId, userId, roleId] = [
      param(request, "projectId"),
      param(request, "userId"),
      param(request, "roleId"),
    ];
    const known = identity.projects[projectId] && identity.users[userId] && identity.roles[roleId];
    if (known === undefined) throw keystoneRefusal(404, "Could not find project, user or role.");
    return { projectId, userId, roleId };
  };

  service.put(GRANT, async (request, reply) => {
    admin(request, "create_grant");
    const { projectId, userId, roleId } = named(request);
    if (!rolesOf(world, userId, projectId).includes(roleId)) identity.assignments.push({ projectId, userId, roleId });
    world.changed();
    return reply.code(204).send();
  });
  service.delete(GRANT, async (request, reply) => {
    admin(request, "revoke_grant");
    const { projectId, userId, roleId } = named(request);
    if (!rolesOf(world, userId, projectId).includes(roleId)) {
      throw keystoneRefusal(404, `Could not find role assignment with role: ${roleId}, user or group: ${userId}, …`);
    }
    identity.assignments = identity.assignments.filter(
      (one) => one.projectId !== projectId || one.userId !== userId || one.roleId !== roleId,
    );
    world.changed();
    return reply.code(204).send();
  });
  service.get("/v3/projects/:projectId/users/:userId/roles", async (request) => {
    admin(request, "list_grants");
    const [projectId, userId] = [param(request, "projectId"), param(request, "userId")];
    if (identity.projects[projectId] === undefined) throw keystoneRefusal(404, `Could not find project: ${projectId}.`);
    if (identity.users[userId] === undefined) throw keystoneRefusal(404, `Could not find user: ${userId}.`);
    const self = `${baseUrl(request)}/identity/v3/projects/${projectId}/users/${userId}/roles`;
    const roles = rolesOf(world, userId, projectId).map((id) => {
      return { id, name: identity.roles[id] ?? id, domain_id: null, description: null, options: {} };
    });
    return { roles, links: { next: null, self, previous: null } };
  });
  service.get("/v3/role_assignments", async (request) => {
    admin(request, "list_role_assignments");
    const wanted = (name: string, value: string) => [undefined, value].includes(queryValue(request, name));
    const base = baseUrl(request);
    const found = identity.assignments.filter(
      (one) =>
        wanted("user.id", one.userId) &&
        wanted("scope.project.id", one.projectId) &&
        wanted("role.id", one.roleId) &&
        queryValue(request, "group.id") === undefined &&
        queryValue(request, "scope.domain.id") === undefined,
    );
    return {
      role_assignments: found.map(({ userId, projectId, roleId }) => ({
        links: { assignment: `${base}/identity/v3/projects/${projectId}/users/${userId}/roles/${roleId}` },
        scope: { project: { id: projectId } },
        user: { id: userId },
        role: { id: roleId },
      })),
      links: { self: `${base}/identity/v3/role_assignments`, previous: null, next: null },
    };
  });
}

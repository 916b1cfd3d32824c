import type { FastifyInstance, FastifyRequest } from "fastify";
import { isFields, param } from "../core/read.ts";
import { newHexId, type World } from "../core/world.ts";
import { identityCaller } from "../identity/identity-caller.ts";
import { forbidden, keystoneRefusal } from "../identity/refusals.ts";
import { type Ec2Credential, ec2Credentials } from "./object-state.ts";

const BASE = "/v3/users/:userId/credentials/OS-EC2";

/** EC2 credentials, of the caller or, for an administrator, of anybody. A delegated log-in makes none. */
export function addEc2Routes(service: FastifyInstance, world: World): void {
  service.post(BASE, async (request, reply) => {
    const userId = allowed(world, request);
    const projectId = isFields(request.body) ? String(request.body["tenant_id"] ?? "") : "";
    if (world.state.identity.projects[projectId] === undefined) {
      throw keystoneRefusal(404, `Could not find project: ${projectId}.`);
    }
    const credential: Ec2Credential = { access: newHexId(), secret: newHexId(), userId, projectId };
    ec2Credentials(world.state)[credential.access] = credential;
    world.changed();
    return reply.code(201).send({ credential: view(credential) });
  });
  service.get(BASE, async (request) => {
    const userId = allowed(world, request);
    const own = Object.values(ec2Credentials(world.state)).filter((one) => one.userId === userId);
    return { credentials: own.map(view), links: { next: null, previous: null, self: "" } };
  });
  service.delete(`${BASE}/:access`, async (request, reply) => {
    const userId = allowed(world, request);
    const all = ec2Credentials(world.state);
    const access = param(request, "access");
    if (all[access]?.userId !== userId) throw keystoneRefusal(404, `Could not find credential: ${access}.`);
    delete all[access];
    world.changed();
    return reply.code(204).send();
  });
}

function allowed(world: World, request: FastifyRequest): string {
  const caller = identityCaller(world, request);
  const token = world.state.identity.tokens[String(request.headers["x-auth-token"] ?? "")];
  const isDelegated = token?.methods.includes("application_credential") === true;
  const userId = param(request, "userId");
  if (isDelegated || (userId !== caller.userId && !caller.isAdmin)) throw forbidden("identity:ec2_create_credential");
  return userId;
}

function view({ access, secret, userId, projectId }: Ec2Credential) {
  return { access, secret, user_id: userId, tenant_id: projectId, trust_id: null };
}

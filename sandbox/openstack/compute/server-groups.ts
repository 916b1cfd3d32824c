import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { envelope, isFields, param, textList } from "../core/read.ts";
import { newUuid, type World } from "../core/world.ts";
import type { ServerGroup } from "./compute-state.ts";
import { checkComputeQuota } from "./quotas.ts";
import { invalidField } from "./refusals.ts";

const POLICIES = ["anti-affinity", "affinity", "soft-anti-affinity", "soft-affinity"];
/** From here on a group has one `policy` with rules instead of a list of policies. */
const ONE_POLICY_MINOR = 64;
const OWNER_MINOR = 13;

export function addServerGroupRoutes(service: FastifyInstance, world: World): void {
  const { serverGroups } = world.state.compute;
  service.get("/v2.1/os-server-groups", async (request) => {
    const own = Object.values(serverGroups).filter((one) => one.projectId === callerOf(request).projectId);
    return { server_groups: own.map((one) => view(world, request, one)) };
  });
  service.post("/v2.1/os-server-groups", async (request) => {
    const caller = callerOf(request);
    const wanted = envelope(request, "server_group") ?? {};
    const policy = String(wanted["policy"] ?? textList(wanted["policies"])[0] ?? "");
    if (typeof wanted["name"] !== "string") throw invalidField("server_group", wanted, "'name' is a required property");
    if (!POLICIES.includes(policy))
      throw invalidField("policies", policy, `'${policy}' is not one of ${JSON.stringify(POLICIES)}`);
    checkComputeQuota(world, caller, { server_groups: 1 });
    const rules = isFields(wanted["rules"])
      ? { max_server_per_host: Number(wanted["rules"]["max_server_per_host"]) }
      : undefined;
    const group: ServerGroup = {
      id: newUuid(),
      name: wanted["name"],
      policy,
      rules: rules ?? {},
      projectId: caller.projectId,
      userId: caller.userId,
    };
    serverGroups[group.id] = group;
    world.changed();
    return { server_group: view(world, request, group) };
  });
  service.get("/v2.1/os-server-groups/:id", async (request) => ({
    server_group: view(world, request, found(world, request)),
  }));
  service.delete("/v2.1/os-server-groups/:id", async (request, reply) => {
    delete serverGroups[found(world, request).id];
    world.changed();
    return reply.code(204).send();
  });
}

function found(world: World, request: FastifyRequest): ServerGroup {
  const id = param(request, "id");
  const group = world.state.compute.serverGroups[id];
  if (group === undefined || group.projectId !== callerOf(request).projectId) {
    throw faultRefusal(404, `Instance group ${id} could not be found.`);
  }
  return group;
}

function view(world: World, request: FastifyRequest, group: ServerGroup): Record<string, unknown> {
  const minor = minorOf(request);
  const servers = Object.values(world.state.compute.servers);
  const members = servers.filter((one) => one.groupId === group.id && one.status !== "DELETED").map((one) => one.id);
  const owner = minor >= OWNER_MINOR ? { project_id: group.projectId, user_id: group.userId } : {};
  if (minor >= ONE_POLICY_MINOR) {
    return { id: group.id, name: group.name, policy: group.policy, rules: group.rules, members, ...owner };
  }
  return { id: group.id, name: group.name, policies: [group.policy], metadata: {}, members, ...owner };
}

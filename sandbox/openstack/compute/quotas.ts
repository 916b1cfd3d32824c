import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { envelope, param } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { ComputeQuota } from "./compute-state.ts";

const DEFAULT_COMPUTE_QUOTA: ComputeQuota = {
  cores: 128,
  ram: 262_144,
  instances: 50,
  key_pairs: 100,
  server_groups: 10,
  server_group_members: 10,
  metadata_items: 128,
};

/** What nova still lists although neutron or nobody counts it. */
const UNCOUNTED = {
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  security_group_rules: -1,
  security_groups: -1,
};

type Counted = keyof ComputeQuota;

export function addComputeQuotaRoutes(service: FastifyInstance, world: World): void {
  service.get("/v2.1/os-quota-sets/:project", async (request) => ({
    quota_set: { id: param(request, "project"), ...quotaView(world, param(request, "project")) },
  }));
  service.get("/v2.1/os-quota-sets/:project/detail", async (request) => {
    const project = param(request, "project");
    const used = usedBy(world, project, callerOf(request).userId);
    const entries = Object.entries(quotaView(world, project)).map(([key, limit]) => {
      return [key, { limit, in_use: used[key as Counted] ?? 0, reserved: 0 }];
    });
    return { quota_set: { id: project, ...Object.fromEntries(entries) } };
  });
  service.put("/v2.1/os-quota-sets/:project", async (request) => {
    administrator(request, "update");
    const project = param(request, "project");
    const wanted = envelope(request, "quota_set") ?? {};
    const quota = { ...quotaOf(world, project) };
    for (const key of Object.keys(quota) as Counted[]) if (wanted[key] !== undefined) quota[key] = Number(wanted[key]);
    world.state.compute.quotas[project] = quota;
    world.changed();
    return { quota_set: quotaView(world, project) };
  });
  service.delete("/v2.1/os-quota-sets/:project", async (request, reply) => {
    administrator(request, "delete");
    delete world.state.compute.quotas[param(request, "project")];
    world.changed();
    return reply.code(202).send();
  });
  service.get("/v2.1/limits", async (request) => ({
    limits: { rate: [], absolute: limitsOf(world, callerOf(request)) },
  }));
}

/** Refuses growth beyond the quota with nova's 403, naming every exceeded kind. */
export function checkComputeQuota(world: World, caller: Caller, growth: Partial<Record<Counted, number>>): void {
  const quota = quotaOf(world, caller.projectId);
  const used = usedBy(world, caller.projectId, caller.userId);
  const over = (Object.keys(growth) as Counted[]).filter((key) => {
    return quota[key] >= 0 && used[key] + (growth[key] ?? 0) > quota[key] && (growth[key] ?? 0) > 0;
  });
  if (over.length === 0) return;
  if (over.includes("key_pairs")) throw faultRefusal(403, "Quota exceeded, too many key pairs.");
  if (over.includes("server_groups")) throw faultRefusal(403, "Quota exceeded, too many server groups.");
  const list = (values: readonly unknown[]) => values.join(", ");
  const requested = list(over.map((key) => growth[key]));
  const already = list(over.map((key) => used[key]));
  const allowed = list(over.map((key) => quota[key]));
  const text = `Requested ${requested}, but already used ${already} of ${allowed} ${list(over)}`;
  throw faultRefusal(403, `Quota exceeded for ${list(over)}: ${text}`);
}

function administrator(request: FastifyRequest, action: string): void {
  if (callerOf(request).isAdmin) return;
  throw faultRefusal(403, `Policy doesn't allow os_compute_api:os-quota-sets:${action} to be performed.`);
}

function quotaOf(world: World, project: string): ComputeQuota {
  return world.state.compute.quotas[project] ?? DEFAULT_COMPUTE_QUOTA;
}

function quotaView(world: World, project: string): Record<string, number> {
  return { ...quotaOf(world, project), ...UNCOUNTED };
}

function usedBy(world: World, project: string, userId: string): ComputeQuota {
  const { servers, flavors, keypairs, serverGroups } = world.state.compute;
  const own = Object.values(servers).filter((one) => one.projectId === project && one.status !== "DELETED");
  const total = (of: "vcpus" | "ram") =>
    own.map((one) => flavors[one.flavorId]?.[of] ?? 0).reduce((sum, one) => sum + one, 0);
  return {
    cores: total("vcpus"),
    ram: total("ram"),
    instances: own.length,
    key_pairs: Object.values(keypairs).filter((one) => one.userId === userId).length,
    server_groups: Object.values(serverGroups).filter((one) => one.projectId === project).length,
    server_group_members: 0,
    metadata_items: 0,
  };
}

function limitsOf(world: World, caller: Caller): Record<string, number> {
  const quota = quotaOf(world, caller.projectId);
  const used = usedBy(world, caller.projectId, caller.userId);
  return {
    maxTotalInstances: quota.instances,
    maxTotalCores: quota.cores,
    maxTotalRAMSize: quota.ram,
    maxServerMeta: quota.metadata_items,
    maxImageMeta: quota.metadata_items,
    maxPersonality: 5,
    maxPersonalitySize: 10_240,
    maxTotalKeypairs: quota.key_pairs,
    maxServerGroups: quota.server_groups,
    maxServerGroupMembers: quota.server_group_members,
    maxTotalFloatingIps: -1,
    maxSecurityGroups: -1,
    maxSecurityGroupRules: -1,
    totalRAMUsed: used.ram,
    totalCoresUsed: used.cores,
    totalInstancesUsed: used.instances,
    totalFloatingIpsUsed: 0,
    totalSecurityGroupsUsed: 0,
    totalServerGroupsUsed: used.server_groups,
  };
}

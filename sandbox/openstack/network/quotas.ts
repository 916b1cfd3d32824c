import type { FastifyInstance } from "fastify";
import { callerOf } from "../core/caller.ts";
import { envelope, param } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { NETWORK_QUOTA_KEYS, type NetworkQuota, type NetworkState } from "./network-state.ts";
import { neutronRefusal, policyRefusal } from "./refusals.ts";

export const DEFAULT_NETWORK_QUOTA: NetworkQuota = {
  network: 100,
  subnet: 100,
  subnetpool: -1,
  port: 500,
  router: 20,
  floatingip: 50,
  rbac_policy: 10,
  security_group: 100,
  security_group_rule: 500,
  trunk: -1,
};

const TABLES = {
  network: "networks",
  subnet: "subnets",
  port: "ports",
  router: "routers",
  floatingip: "floatingIps",
  security_group: "groups",
  security_group_rule: "rules",
} as const satisfies Partial<Record<keyof NetworkQuota, keyof NetworkState>>;

export function addNetworkQuotaRoutes(service: FastifyInstance, world: World): void {
  const { quotas } = world.state.network;
  const quotaOf = (projectId: string) => quotas[projectId] ?? DEFAULT_NETWORK_QUOTA;
  service.get("/v2.0/quotas/:project", async (request) => {
    const caller = callerOf(request);
    if (!caller.isAdmin && caller.projectId !== param(request, "project")) throw policyRefusal("get_quota");
    return { quota: quotaOf(param(request, "project")) };
  });
  service.get("/v2.0/quotas/:project/details.json", async (request) => {
    const project = param(request, "project");
    const detail = NETWORK_QUOTA_KEYS.map((key) => [
      key,
      { limit: quotaOf(project)[key], used: usedOf(world, project, key), reserved: 0 },
    ]);
    return { quota: Object.fromEntries(detail) };
  });
  service.put("/v2.0/quotas/:project", async (request) => {
    if (!callerOf(request).isAdmin) throw policyRefusal("update_quota");
    const wanted = envelope(request, "quota") ?? {};
    const quota: NetworkQuota = { ...quotaOf(param(request, "project")) };
    for (const key of NETWORK_QUOTA_KEYS) if (wanted[key] !== undefined) quota[key] = Number(wanted[key]);
    quotas[param(request, "project")] = quota;
    world.changed();
    return { quota };
  });
  service.delete("/v2.0/quotas/:project", async (request, reply) => {
    if (!callerOf(request).isAdmin) throw policyRefusal("delete_quota");
    if (quotas[param(request, "project")] === undefined) {
      throw neutronRefusal(
        404,
        "TenantQuotaNotFound",
        `Quota for tenant ${param(request, "project")} could not be found.`,
      );
    }
    delete quotas[param(request, "project")];
    world.changed();
    return reply.code(204).send();
  });
}

/** How many objects of a kind a project has. */
export function usedOf(world: World, projectId: string, key: keyof NetworkQuota): number {
  const table = key in TABLES ? TABLES[key as keyof typeof TABLES] : undefined;
  if (table === undefined) return 0;
  const objects: { tenant_id?: string }[] = Object.values(world.state.network[table]);
  return objects.filter((one) => one.tenant_id === projectId).length;
}

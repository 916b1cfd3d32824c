import * as z from "zod";
import type { TenantPart } from "../../../contract/index.ts";
import { AppError } from "../../../kernel/app-error.ts";
import type { TenantSight, TenantTarget } from "../../../tenant/ports.ts";
import type { OpenstackApi } from "../openstack-api.ts";
import { lookAtNetwork } from "./look-at-network.ts";

const Described = z.object({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  description: z.string().nullish(),
});
const Named = z.object({ id: z.string(), name: z.string() });
const Assignment = z.object({ role: z.object({ id: z.string() }) });
const Identified = z.object({ id: z.string() });
const ComputeQuota = z.object({
  quota_set: z.object({ instances: z.int(), cores: z.int(), ram: z.int() }),
});
const VolumeQuota = z.object({ quota_set: z.object({ volumes: z.int(), gigabytes: z.int() }) });
const NetworkQuota = z.object({ quota: z.object({ floatingip: z.int() }) });

/** What OpenStack shows of a tenant, found by its name and believed by its mark. */
export async function lookAtTenant(
  api: OpenstackApi,
  target: TenantTarget,
  signal?: AbortSignal,
): Promise<TenantSight> {
  const [domainId, role, project, user] = await Promise.all([
    ownDomain(api, signal),
    memberRole(api, signal),
    marked(api, "projects", target, signal),
    marked(api, "users", target, signal),
  ]);
  const common = { domainId, roleId: role?.id ?? null };
  const owners = [
    ...(project === null ? [] : [{ kind: "project", name: project.name, id: project.id } as const]),
    ...(user === null ? [] : [{ kind: "user", name: user.name, id: user.id } as const]),
  ];
  const imports = {
    ...(project !== null && { "openstack_identity_project_v3.project": project.id }),
    ...(user !== null && { "openstack_identity_user_v3.user": user.id }),
  };
  if (project === null) return { ...common, parts: owners, imports, limits: {}, machines: 0, belongings: [] };

  const [network, limits, inside, roles] = await Promise.all([
    lookAtNetwork(api, { target, projectId: project.id }, signal),
    readLimits(api, project.id, signal),
    count(api, project.id, signal),
    user === null || role === null ? [] : assigned(api, { project, user, role }, signal),
  ]);
  return {
    ...{ ...common, limits, parts: [...owners, ...roles, ...network.parts] },
    ...{ imports: { ...imports, ...network.imports }, machines: inside.machines },
    belongings: [
      ...say(inside.machines, "machine", "machines"),
      ...say(inside.volumes, "volume", "volumes"),
      ...say(inside.addresses, "public address", "public addresses"),
    ],
  };
}

/** Where the administrator's own project is; null where a token tells none. */
async function ownDomain(api: OpenstackApi, signal: AbortSignal | undefined): Promise<string> {
  const id = await api.projectId(signal);
  const answer = z.object({ project: z.object({ domain_id: z.string() }) });
  return (await api.get("identity", `/projects/${id}`, answer, signal)).project.domain_id;
}

async function memberRole(api: OpenstackApi, signal: AbortSignal | undefined) {
  const roles = await api.list("identity", "/roles", "roles", Named, signal);
  return roles.find(({ name }) => name === "member") ?? roles.find(({ name }) => name === "_member_") ?? null;
}

async function marked(api: OpenstackApi, list: "projects" | "users", target: TenantTarget, signal?: AbortSignal) {
  const found = await api.list("identity", `/${list}?name=${encodeURIComponent(target.name)}`, list, Described, signal);
  const own = found.find(({ description }) => description === target.mark);
  const foreign = found.find(({ name }) => name === target.name);
  if (own !== undefined || foreign === undefined) return own ?? null;
  throw new AppError("name-taken", `There are ${list} named ${target.name} already, which are not this tenant's.`, {
    name: target.name,
  });
}

async function assigned(
  api: OpenstackApi,
  ids: Readonly<Record<"project" | "user" | "role", z.infer<typeof Named>>>,
  signal?: AbortSignal,
): Promise<readonly TenantPart[]> {
  const query = `user.id=${ids.user.id}&scope.project.id=${ids.project.id}`;
  const found = await api.list("identity", `/role_assignments?${query}`, "role_assignments", Assignment, signal);
  if (!found.some(({ role }) => role.id === ids.role.id)) return [];
  return [{ kind: "role", name: ids.role.name, id: ids.role.id }];
}

async function readLimits(api: OpenstackApi, projectId: string, signal?: AbortSignal) {
  const [compute, storage, network] = await Promise.all([
    api.get("compute", `/os-quota-sets/${projectId}`, ComputeQuota, signal),
    api.get("block storage", `/os-quota-sets/${projectId}`, VolumeQuota, signal),
    api.get("network", `/quotas/${projectId}`, NetworkQuota, signal),
  ]);
  return { ...compute.quota_set, ...storage.quota_set, ...network.quota };
}

/** An administrator's lists are of all projects and must be told which one. */
async function count(api: OpenstackApi, projectId: string, signal?: AbortSignal) {
  const ofProject = `all_tenants=1&project_id=${projectId}`;
  const [machines, volumes, addresses] = await Promise.all([
    api.list("compute", `/servers?${ofProject}`, "servers", Identified, signal),
    api.list("block storage", `/volumes?${ofProject}`, "volumes", Identified, signal),
    api.list("network", `/floatingips?project_id=${projectId}`, "floatingips", Identified, signal),
  ]);
  return { machines: machines.length, volumes: volumes.length, addresses: addresses.length };
}

function say(count: number, one: string, several: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
}

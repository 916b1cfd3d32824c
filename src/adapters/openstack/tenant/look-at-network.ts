import * as z from "zod";
import type { TenantPart } from "../../../contract/index.ts";
import type { TenantSight, TenantTarget } from "../../../tenant/ports.ts";
import type { OpenstackApi } from "../openstack-api.ts";

const Marked = z.object({ id: z.string(), name: z.string(), description: z.string().nullish() });
const Port = z.object({ id: z.string(), fixed_ips: z.array(z.object({ subnet_id: z.string() })) });

const LISTS = [
  ["network", "networks", "openstack_networking_network_v2.network"],
  ["subnet", "subnets", "openstack_networking_subnet_v2.network_subnet"],
  ["router", "routers", "openstack_networking_router_v2.network_router"],
] as const;
const INTERFACE = "openstack_networking_router_interface_v2.network_router_interface";

interface Place {
  readonly target: TenantTarget;
  readonly projectId: string;
}

/** Network, subnet, router and what joins them, as far as they carry the tenant's mark. */
export async function lookAtNetwork(
  api: OpenstackApi,
  { target, projectId }: Place,
  signal?: AbortSignal,
): Promise<Pick<TenantSight, "parts" | "imports">> {
  const parts: TenantPart[] = [];
  const imports: Record<string, string> = {};
  for (const [kind, list, address] of LISTS) {
    const all = await api.list("network", `/${list}?project_id=${projectId}`, list, Marked, signal);
    const own = all.find(({ name, description }) => description === target.mark && name === `${target.name}-${kind}`);
    if (own === undefined) continue;
    parts.push({ kind, name: own.name, id: own.id });
    imports[address] = own.id;
  }
  const joint = await findJoint(api, parts, signal);
  if (joint !== null) {
    parts.push({ kind: "router-interface", name: joint, id: joint });
    imports[INTERFACE] = joint;
  }
  return { parts, imports };
}

/** The provider knows a router's interface by its port. */
async function findJoint(api: OpenstackApi, parts: readonly TenantPart[], signal?: AbortSignal) {
  const router = parts.find(({ kind }) => kind === "router");
  const subnet = parts.find(({ kind }) => kind === "subnet");
  if (router === undefined || subnet === undefined) return null;
  const ports = await api.list("network", `/ports?device_id=${router.id}`, "ports", Port, signal);
  return ports.find(({ fixed_ips }) => fixed_ips.some((one) => one.subnet_id === subnet.id))?.id ?? null;
}

import * as z from "zod";
import type { TenantTarget } from "../../../tenant/ports.ts";
import type { OpenstackApi } from "../openstack-api.ts";
import { lookAtTenant } from "./look-at-tenant.ts";

const Group = z.object({ id: z.string(), project_id: z.string().nullish() });
const GONE_OR_IN_USE = [404, 409];

/** Neutron makes a group for every project and keeps it when the project goes; only an administrator can remove it. */
export async function removeSecurityGroups(
  api: OpenstackApi,
  target: TenantTarget,
  signal?: AbortSignal,
): Promise<void> {
  const { parts } = await lookAtTenant(api, target, signal);
  const project = parts.find(({ kind }) => kind === "project");
  if (project === undefined) return;
  const path = `/security-groups?project_id=${project.id}`;
  const groups = await api.list("network", path, "security_groups", Group, signal);
  for (const { id, project_id } of groups) {
    if (project_id !== project.id) continue;
    await api.change(
      { method: "DELETE", service: "network", path: `/security-groups/${id}`, expected: GONE_OR_IN_USE },
      signal,
    );
  }
}

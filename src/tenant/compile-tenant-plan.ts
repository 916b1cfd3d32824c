import type { Catalog, Cloud, TenantPlan } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { chooseExternalNetwork } from "../plan/index.ts";
import type { TenantRecord, TenantSight } from "./ports.ts";

export interface TenantPlanInput {
  readonly record: TenantRecord;
  readonly cloud: Cloud;
  readonly catalog: Catalog | null;
  readonly sight: TenantSight;
  /** Addresses that the present state knows. */
  readonly known: readonly string[];
}

/** The plan of a tenant as it is wanted now; what exists and is in no state is to be taken in. */
export function compileTenantPlan({ record, cloud, catalog, sight, known }: TenantPlanInput): TenantPlan {
  const { id: tenantId, workspaceId, name, limits, cidr } = record;
  const common = { subject: "tenant", formatVersion: 1, tenantId, workspaceId, name, limits } as const;
  if (record.cloudKind === "cloudstack") return { ...common, cloud: "cloudstack", domainId: sight.domainId };
  if (sight.roleId === null) {
    throw new AppError("cloud-refused", `${cloud.name} has no role “member” that a tenant's user could get.`, {
      remedy: "Let the cloud's operator create the role member.",
    });
  }
  return {
    ...common,
    cloud: "openstack",
    region: cloud.location,
    domainId: sight.domainId,
    roleId: sight.roleId,
    cidr,
    dnsServers: cloud.mapping.dnsServers ?? [],
    externalNetworkId: outsideOf(cloud, catalog),
    adopt: Object.entries(sight.imports)
      .filter(([address]) => !known.includes(address))
      .map(([address, found]) => ({ address, id: found })),
  };
}

/** A cloud without an outside may be meant so; its tenants get no router. */
function outsideOf(cloud: Cloud, catalog: Catalog | null): string | null {
  if (catalog?.kind !== "openstack") return null;
  const choice = chooseExternalNetwork(cloud, catalog, null);
  return choice.ok ? choice.value.value.id : null;
}

import { type CloudstackTenantPlan, type OpenstackTenantPlan, USUAL_LIMITS } from "../../../src/contract/index.ts";

const common = {
  subject: "tenant",
  formatVersion: 1,
  tenantId: "0b5b6cf1-5ad1-4df8-8d0d-5f0f3f9a0c01",
  workspaceId: "0b5b6cf1-5ad1-4df8-8d0d-5f0f3f9a0c02",
  name: "twinstack-team",
  limits: USUAL_LIMITS,
} as const;

export function openstackTenantPlan(changes: Partial<OpenstackTenantPlan> = {}): OpenstackTenantPlan {
  return {
    ...common,
    cloud: "openstack",
    region: "RegionOne",
    domainId: "default",
    roleId: "a1f0c2d4e5b60718293a4b5c6d7e8f90",
    cidr: "10.200.0.0/24",
    dnsServers: [],
    externalNetworkId: "6e0b6f52-4f5c-4f4c-9a0c-7b1c1d2e3f40",
    adopt: [],
    ...changes,
  };
}

export function cloudstackTenantPlan(changes: Partial<CloudstackTenantPlan> = {}): CloudstackTenantPlan {
  return { ...common, cloud: "cloudstack", domainId: "0b5b6cf1-5ad1-4df8-8d0d-5f0f3f9a0c03", ...changes };
}

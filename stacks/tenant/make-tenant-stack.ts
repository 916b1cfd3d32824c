import type { Construct } from "constructs";
import type { TenantPlan } from "../../src/contract/index.ts";
import { CloudstackTenantStack } from "../cloudstack/cloudstack-tenant-stack.ts";
import { OpenstackTenantStack } from "../openstack/openstack-tenant-stack.ts";
import type { SiteBackend, SiteStack } from "../site-stack.ts";

/** The stack of a tenant on its cloud. */
export function makeTenantStack(scope: Construct, id: string, plan: TenantPlan, backend: SiteBackend): SiteStack {
  return plan.cloud === "openstack"
    ? new OpenstackTenantStack(scope, id, plan, backend)
    : new CloudstackTenantStack(scope, id, plan, backend);
}

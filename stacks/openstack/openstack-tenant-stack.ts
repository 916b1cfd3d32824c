import type { Construct } from "constructs";
import { IdentityProjectV3 } from "../../generated/openstack/identity-project-v3.ts";
import { IdentityRoleAssignmentV3 } from "../../generated/openstack/identity-role-assignment-v3.ts";
import { IdentityUserV3 } from "../../generated/openstack/identity-user-v3.ts";
import { OpenstackProvider } from "../../generated/openstack/provider.ts";
import { type OpenstackTenantPlan, tenantMark } from "../../src/contract/index.ts";
import { TENANT_RULES } from "../allow-list.ts";
import { literal } from "../literal-text.ts";
import { type SiteBackend, SiteStack } from "../site-stack.ts";
import { TenantNetwork } from "./tenant-network.ts";
import { TenantQuotas } from "./tenant-quotas.ts";

/** One tenant on OpenStack: project → user with its role → quotas → network. No password and no credential. */
export class OpenstackTenantStack extends SiteStack {
  protected override readonly rules = TENANT_RULES;

  constructor(scope: Construct, id: string, tenantPlan: OpenstackTenantPlan, backend: SiteBackend) {
    super(scope, id, backend);
    const plan = literal(tenantPlan);
    const description = tenantMark(plan.tenantId);
    const { name, domainId, roleId } = plan;
    new OpenstackProvider(this, "openstack", { region: plan.region });

    const project = new IdentityProjectV3(this, "project", { name, description, domainId, enabled: true });
    const user = new IdentityUserV3(this, "user", {
      ...{ name, description, domainId, enabled: true },
      defaultProjectId: project.id,
    });
    new IdentityRoleAssignmentV3(this, "role", { projectId: project.id, userId: user.id, roleId });
    new TenantQuotas(this, "quotas", { limits: plan.limits, projectId: project.id });
    new TenantNetwork(this, "network", { plan, projectId: project.id });
    if (plan.adopt.length > 0) {
      this.addOverride(
        "import",
        plan.adopt.map(({ address, id: found }) => ({ to: address, id: found })),
      );
    }
  }
}

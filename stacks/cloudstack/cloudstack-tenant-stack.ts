import type { Construct } from "constructs";
import { Limits } from "../../generated/cloudstack/limits.ts";
import { CloudstackProvider } from "../../generated/cloudstack/provider.ts";
import { type CloudstackTenantPlan, cloudstackLimits } from "../../src/contract/index.ts";
import { TENANT_RULES } from "../allow-list.ts";
import { literal } from "../literal-text.ts";
import { type SiteBackend, SiteStack } from "../site-stack.ts";

/** The limits of one account on CloudStack. Account, keys and network are made by API: see ADR 30. */
export class CloudstackTenantStack extends SiteStack {
  protected override readonly rules = TENANT_RULES;

  constructor(scope: Construct, id: string, tenantPlan: CloudstackTenantPlan, backend: SiteBackend) {
    super(scope, id, backend);
    const plan = literal(tenantPlan);
    new CloudstackProvider(this, "cloudstack", { httpGetOnly: false });
    for (const [type, max] of Object.entries(cloudstackLimits(plan.limits))) {
      new Limits(this, `limit-${type}`, { type, max, account: plan.name, domainId: plan.domainId });
    }
  }
}

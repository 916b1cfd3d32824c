import type { Construct } from "constructs";
import type { SitePlan } from "../src/contract/index.ts";
import { CloudstackSiteStack } from "./cloudstack/cloudstack-site-stack.ts";
import { OpenstackSiteStack } from "./openstack/openstack-site-stack.ts";
import type { SiteBackend, SiteStack } from "./site-stack.ts";

/** The stack of a plan's cloud: role and machine state are data, the cloud is code. */
export function makeSiteStack(scope: Construct, id: string, plan: SitePlan, backend: SiteBackend): SiteStack {
  return plan.cloud === "openstack"
    ? new OpenstackSiteStack(scope, id, plan, backend)
    : new CloudstackSiteStack(scope, id, plan, backend);
}

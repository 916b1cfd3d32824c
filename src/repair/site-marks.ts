import type { SiteMarks } from "../cloud/index.ts";
import type { SitePlan } from "../contract/index.ts";

const PARTS = ["network", "subnet", "router", "port", "access", "key", "root"];

/** By what the objects of a site are told from everybody else's; the names are those the stacks give. */
export function siteMarks(plan: SitePlan): SiteMarks {
  const volumes = plan.volumes.map(({ name }) => name);
  return {
    workspaceId: plan.workspaceId,
    site: plan.site,
    names: [...PARTS, ...volumes].map((part) => `${plan.namePrefix}-${part}`),
    machineNames: [plan.instanceName, `${plan.instanceName}-r${plan.revision}`],
    publicKey: plan.sshPublicKey,
  };
}

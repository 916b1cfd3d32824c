import type { SitePlan } from "../contract/index.ts";

export interface AsleepPorts {
  /** Whether the machine's last change of power was the owner's times stopping it. */
  readonly isAsleep: (workspaceId: string, site: SitePlan["site"]) => Promise<boolean>;
}

/**
 * What a run plans for a site: a machine that the owner's times stopped stays stopped through it. On OpenStack the plan
 * would start it with whatever else it changes (O2). CloudStack's provider starts a machine only beside changes that need
 * it stopped, and those would be left out of a plan that keeps it so, and be forgotten; a stopped standby is cut off from
 * its network (O5), which no start undoes. Both are stopped again after such an apply.
 */
export function makeKeepAsleep({ isAsleep }: AsleepPorts) {
  return async function keepAsleep(plan: SitePlan): Promise<SitePlan> {
    if (plan.cloud !== "openstack" || plan.role !== "primary" || plan.machine !== "running") return plan;
    return (await isAsleep(plan.workspaceId, plan.site)) ? { ...plan, machine: "stopped" } : plan;
  };
}

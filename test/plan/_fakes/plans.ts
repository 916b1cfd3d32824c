import type { DeploymentPlan as Plan } from "../../../src/contract/index.ts";
import type { compile } from "./compile.ts";

/** A request with a running standby. */
export const RUNNING = { placement: { main: "north", standby: { mode: "running" } } };
/** The id of a third cloud. */
export const OTHER_CLOUD = "00000000-0000-4000-8000-000000000003";

/** The plan of a compilation that must succeed. */
export function planOf(result: Awaited<ReturnType<typeof compile>>): Plan {
  if (!result.ok) throw new TypeError(JSON.stringify(result.error));
  return result.value;
}

/** The site of a plan on one kind of cloud. */
export function siteOf<K extends "openstack" | "cloudstack">(plan: Plan, cloud: K) {
  const site = plan.sites.find((known) => known.cloud === cloud);
  return site as Extract<Plan["sites"][number], { cloud: K }>;
}

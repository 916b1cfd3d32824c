import type { Principal } from "../../src/account/ports.ts";
import type { DeploymentPlan } from "../../src/contract/index.ts";
import { mayDo } from "../plugins/authorization.ts";

/** First-boot texts hold the machines' one-time tokens, which open secret files: who may only look does not get them. */
export function hideFirstBoot(principal: Principal, plan: DeploymentPlan): DeploymentPlan {
  if (mayDo(principal, "change")) return plan;
  const sites = plan.sites.map((site) => ({ ...site, userData: { ...site.userData, content: "(hidden)" } }));
  return { ...plan, sites };
}

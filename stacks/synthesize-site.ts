import { RootConstruct } from "constructs";
import { BucketPlan, SitePlan, TenantPlan } from "../src/contract/index.ts";
import { makeSiteStack } from "./make-site-stack.ts";
import { OpenstackBucketStack } from "./openstack/openstack-bucket-stack.ts";
import type { SiteStack } from "./site-stack.ts";
import { SynthRefusal } from "./synth-refusal.ts";
import { makeTenantStack } from "./tenant/make-tenant-stack.ts";
import { rememberTokens } from "./token-map.ts";

const trimTokens = rememberTokens();

// CDKTF notes the call stack of every value for its error messages; that was a third of the time of a synth.
process.env["CDKTN_DISABLE_CREATION_STACK"] = "1";

/**
 * Terraform of one site, tenant or bucket for the service: relative path → text. Nothing touches the disk: without an App there
 * is no output folder. Throws SynthRefusal when the plan is not one or the result is not on the allow-list.
 */
export function synthesizeSite(candidate: unknown): Record<string, string> {
  try {
    return { "cdk.tf.json": `${JSON.stringify(stackOf(candidate).toTerraform(), null, 2)}\n` };
  } finally {
    trimTokens();
  }
}

function stackOf(candidate: unknown): SiteStack {
  if (typeof candidate === "object" && candidate !== null && "subject" in candidate) {
    const bucket = BucketPlan.safeParse(candidate);
    if (bucket.success)
      return new OpenstackBucketStack(new RootConstruct(), "openstack", bucket.data, { kind: "http" });
    const plan = TenantPlan.safeParse(candidate);
    if (plan.success) return makeTenantStack(new RootConstruct(), plan.data.cloud, plan.data, { kind: "http" });
    throw new SynthRefusal(`This is neither a tenant's nor a bucket's plan: ${plan.error.message}`, {
      cause: plan.error,
    });
  }
  const plan = SitePlan.safeParse(candidate);
  if (plan.success) return makeSiteStack(new RootConstruct(), plan.data.site, plan.data, { kind: "http" });
  throw new SynthRefusal(`This is not a site plan: ${plan.error.message}`, { cause: plan.error });
}

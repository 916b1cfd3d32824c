import { RootConstruct } from "constructs";
import { SitePlan } from "../src/contract/index.ts";
import { makeSiteStack } from "./make-site-stack.ts";
import { SynthRefusal } from "./synth-refusal.ts";
import { rememberTokens } from "./token-map.ts";

const trimTokens = rememberTokens();

// CDKTF notes the call stack of every value for its error messages; that was a third of the time of a synth.
process.env["CDKTN_DISABLE_CREATION_STACK"] = "1";

/**
 * Terraform of one site for the service: relative path → text. Nothing touches the disk: without an App there is no
 * output folder. Throws SynthRefusal when the plan is not one or the result is not on the allow-list.
 */
export function synthesizeSite(candidate: unknown): Record<string, string> {
  const plan = SitePlan.safeParse(candidate);
  if (!plan.success) throw new SynthRefusal(`This is not a site plan: ${plan.error.message}`, { cause: plan.error });
  try {
    const stack = makeSiteStack(new RootConstruct(), plan.data.cloud, plan.data, { kind: "http" });
    return { "cdk.tf.json": `${JSON.stringify(stack.toTerraform(), null, 2)}\n` };
  } finally {
    trimTokens();
  }
}

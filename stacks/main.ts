/**
 * The CDKTF app behind `cdktf synth|diff|deploy|destroy`: the service's own stacks, one per site, from site plans in a
 * folder (TWINSTACK_PLANS) or from a folder of requirement files (TWINSTACK_REQUIREMENTS, else `examples`), which a
 * child process compiles, so that stacks still know nothing of what decides. See README.md, "For operators".
 */
import { App } from "cdktf";
import { makeSiteStack } from "./make-site-stack.ts";
import { readDeploymentPlans } from "./operator/read-deployment-plans.ts";
import { stateBackend } from "./operator/state-backend.ts";
import { SynthRefusal } from "./synth-refusal.ts";

try {
  const app = new App();
  for (const { sites } of readDeploymentPlans(process.env)) {
    for (const site of sites) {
      const id = `${site.workspaceName}-${site.site}`;
      makeSiteStack(app, id, site, stateBackend(process.env, id));
    }
  }
  app.synth();
} catch (error) {
  if (!(error instanceof SynthRefusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

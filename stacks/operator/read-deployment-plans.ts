import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { DeploymentPlan, withSiteNames } from "../../src/contract/index.ts";
import { SynthRefusal } from "../synth-refusal.ts";
import { operatorStateFolder } from "./state-backend.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const COMPILER = fileURLToPath(new URL("../../tools/operator/compile-requirements.ts", import.meta.url));
const Compiled = z.object({ plans: z.array(DeploymentPlan), notes: z.array(z.string()) });

/** Deployment plans from plan files, or from requirement files by way of the product's compiler. */
export function readDeploymentPlans(env: Environment): readonly DeploymentPlan[] {
  const plans = env["TWINSTACK_PLANS"]
    ? readPlanFolder(resolve(env["TWINSTACK_PLANS"]))
    : compileFolder(resolve(env["TWINSTACK_REQUIREMENTS"] || "examples"), env);
  const names = plans.map(({ sites }) => sites[0]?.workspaceName);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new SynthRefusal(`Two plans are called ${double}; names must differ`);
  return plans;
}

function readPlanFolder(folder: string): readonly DeploymentPlan[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().map((name) => {
    const plan = DeploymentPlan.safeParse(withSiteNames(JSON.parse(readFileSync(join(folder, name), "utf8"))));
    if (plan.success) return plan.data;
    throw new SynthRefusal(`${join(folder, name)} is not a deployment plan: ${plan.error.message}`);
  });
}

function compileFolder(folder: string, env: Environment): readonly DeploymentPlan[] {
  const { status, stdout, error } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", COMPILER, folder, operatorStateFolder(env)],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new SynthRefusal(`The requirement files in ${folder} were not compiled`, { cause: error });
  const { plans, notes } = Compiled.parse(JSON.parse(stdout));
  for (const note of notes) process.stdout.write(`${note}\n`);
  return plans;
}

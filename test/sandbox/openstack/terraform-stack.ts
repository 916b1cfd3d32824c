import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformEnv, toolchain } from "../../_helpers/toolchain.ts";

export interface EngineAnswer {
  readonly exitCode: number;
  readonly output: string;
}

/** A directory with one Terraform configuration, pointed at a sandbox by environment only. */
export interface TerraformStack {
  write(configuration: string): void;
  /** A configuration in JSON that names its provider itself. */
  writeJson(configuration: unknown): void;
  run(...args: string[]): Promise<EngineAnswer>;
  /** `apply` without questions; fails the test with the engine's words. */
  apply(variables?: Readonly<Record<string, string>>): Promise<string>;
  /** `plan -detailed-exitcode`: 0 nothing to do, 2 changes. */
  plan(variables?: Readonly<Record<string, string>>): Promise<EngineAnswer>;
  remove(): void;
}

const PROVIDER = `terraform {
  required_providers {
    openstack = { source = "terraform-provider-openstack/openstack", version = "3.4.0" }
  }
}
provider "openstack" {}
`;

/** Needs the engine and the mirrored provider that set-up has put there. */
export function makeTerraformStack(authUrl: string): TerraformStack {
  const directory = mkdtempSync(join(tmpdir(), "openstack-sandbox-stack-"));
  const env = {
    ...terraformEnv(),
    OS_AUTH_URL: authUrl,
    OS_USERNAME: "demo",
    OS_PASSWORD: "demo",
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
    OS_REGION_NAME: "RegionOne",
  };

  function run(...args: string[]): Promise<EngineAnswer> {
    return new Promise((resolve) => {
      execFile(toolchain().enginePath, args, { cwd: directory, env, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ exitCode, output: `${stdout}${stderr}` });
      });
    });
  }

  async function apply(variables: Readonly<Record<string, string>> = {}): Promise<string> {
    const { exitCode, output } = await run(
      "apply",
      "-auto-approve",
      "-input=false",
      "-no-color",
      ...asFlags(variables),
    );
    if (exitCode !== 0) throw new Error(output);
    return output;
  }

  return {
    write: (configuration) => writeFileSync(join(directory, "main.tf"), `${PROVIDER}${configuration}`),
    writeJson: (configuration) => writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(configuration)),
    run,
    apply,
    plan: (variables = {}) => run("plan", "-detailed-exitcode", "-input=false", "-no-color", ...asFlags(variables)),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function asFlags(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
}

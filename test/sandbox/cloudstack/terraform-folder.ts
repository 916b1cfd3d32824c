import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SANDBOX_CREDENTIALS } from "../../../sandbox/cloudstack/seed/credentials.ts";
import { terraformEnv, toolchain } from "../../_helpers/toolchain.ts";

/** How an engine run ended; `detailed` is the exit code of `plan -detailed-exitcode`: 0 empty, 2 with changes. */
export interface EngineRun {
  code: number;
  output: string;
}

/** A working directory with the real engine and the real CloudStack provider in it. */
export interface TerraformFolder {
  write(configuration: string): void;
  apply(): Promise<EngineRun>;
  plan(): Promise<EngineRun>;
  destroy(): Promise<EngineRun>;
  remove(): void;
}

const PROVIDER = `
terraform {
  required_providers {
    cloudstack = {
      source  = "cloudstack/cloudstack"
      version = "0.6.0"
    }
  }
}
provider "cloudstack" {}
`;

let prepared: Promise<string> | undefined;

/** Makes a folder whose provider is already installed: one `init` serves all folders of a test file. */
export async function makeTerraformFolder(
  apiUrl: string,
  who: keyof typeof SANDBOX_CREDENTIALS = "admin",
): Promise<TerraformFolder> {
  prepared ??= prepare();
  const folder = mkdtempSync(join(tmpdir(), "cloudstack-terraform-test-"));
  cpSync(await prepared, folder, { recursive: true, verbatimSymlinks: true });
  const { apiKey, secretKey } = SANDBOX_CREDENTIALS[who];
  const credentials = {
    CLOUDSTACK_API_URL: apiUrl,
    CLOUDSTACK_API_KEY: apiKey,
    CLOUDSTACK_SECRET_KEY: secretKey,
  };
  const run = (...args: string[]) => engine(folder, args, credentials);
  return {
    write: (configuration) => writeFileSync(join(folder, "main.tf"), PROVIDER + configuration),
    apply: () => run("apply", "-auto-approve", "-input=false", "-no-color"),
    plan: () => run("plan", "-detailed-exitcode", "-input=false", "-no-color"),
    destroy: () => run("destroy", "-auto-approve", "-input=false", "-no-color"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Removes what `makeTerraformFolder` prepared for this test file. */
export async function forgetPreparedFolder(): Promise<void> {
  const folder = await prepared;
  if (folder !== undefined && existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}

async function prepare(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "cloudstack-terraform-init-"));
  writeFileSync(join(folder, "main.tf"), PROVIDER);
  const { code, output } = await engine(folder, ["init", "-input=false", "-no-color"], {});
  if (code !== 0) throw new Error(output);
  return folder;
}

function engine(cwd: string, args: string[], credentials: Record<string, string>): Promise<EngineRun> {
  const child = spawn(toolchain().enginePath, args, { cwd, env: { ...terraformEnv(), ...credentials } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, output }));
  });
}

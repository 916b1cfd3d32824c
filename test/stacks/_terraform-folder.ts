import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";

const run = promisify(execFile);

/** One planned change: `update cloudstack_disk.x`, `delete,create cloudstack_instance.y`. */
export interface TerraformFolder {
  /** Plans these files; answers the changes without no-ops and reads, sorted. */
  plan(text: string): Promise<readonly string[]>;
  /** Applies these files and answers the outputs. */
  apply(text: string): Promise<Record<string, unknown>>;
  destroy(): Promise<void>;
  close(): Promise<void>;
}

/** A folder where the real engine runs synthesized Terraform against a cloud; the state is a file in it. */
export async function openTerraformFolder(credentials: Record<string, string>): Promise<TerraformFolder> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-stack-"));
  const options = { cwd: folder, env: { ...terraformEnv(), ...credentials }, maxBuffer: 64 * 1024 * 1024 };
  let isReady = false;

  async function engine(...args: string[]): Promise<string> {
    const { stdout } = await run(toolchain().enginePath, args, options);
    return stdout;
  }
  async function write(text: string): Promise<void> {
    await writeFile(join(folder, "cdk.tf.json"), text);
    if (isReady) return;
    // The stack asks for an HTTP backend; an override file puts a local one in its place.
    await writeFile(join(folder, "backend_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
    await engine("init", "-input=false", "-no-color");
    isReady = true;
  }

  return {
    async plan(text) {
      await write(text);
      await engine("plan", "-input=false", "-no-color", "-out=plan");
      const shown = JSON.parse(await engine("show", "-json", "plan")) as ShownPlan;
      return (shown.resource_changes ?? [])
        .filter(({ change }) => !["no-op", "read"].includes(change.actions.join()))
        .map(({ address, change }) => `${change.actions.join()} ${address}`)
        .sort();
    },
    async apply(text) {
      await write(text);
      await engine("apply", "-input=false", "-no-color", "-auto-approve");
      const outputs = JSON.parse(await engine("output", "-json")) as Record<string, { value: unknown }>;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    async destroy() {
      await engine("destroy", "-input=false", "-no-color", "-auto-approve");
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

interface ShownPlan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

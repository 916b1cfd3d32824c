import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { terraformEnv, toolchain } from "../../_helpers/toolchain.ts";
import { openstackVariables } from "./registration.ts";

const execute = promisify(execFile);

/** The engine without the product, in a folder that `twinstack export` wrote; answers with what it printed. */
export async function rawTerraform(folder: string, ...args: readonly string[]): Promise<string> {
  const env = { ...terraformEnv(), ...openstackVariables() };
  const [command = "", ...rest] = args;
  const all = [command, "-no-color", "-input=false", ...rest];
  return (await execute(toolchain().enginePath, all, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 })).stdout;
}

import { delimiter, dirname } from "node:path";
import { engineEnvironment } from "./child-environment.mjs";

/**
 * The environment of everything that runs after set-up: the right Node first on PATH and the engine next, so that
 * child processes of child processes find the same programs.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {{ nodePath: string, enginePath: string, cliConfigFile: string }} toolchain
 */
export function productEnvironment(env, { nodePath, enginePath, cliConfigFile }) {
  const path = [dirname(nodePath), dirname(enginePath), ...(env.PATH ? [env.PATH] : [])].join(delimiter);
  return engineEnvironment({ ...env, PATH: path }, cliConfigFile);
}

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/**
 * Every executable of that name on PATH, in order.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
export function findAllOnPath(name, env) {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .filter(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The environment with the folder of that program first on PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} program
 */
export function withProgramFirst(env, program) {
  return { ...env, PATH: [dirname(program), ...(env.PATH ? [env.PATH] : [])].join(delimiter) };
}

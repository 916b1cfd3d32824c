import { existsSync } from "node:fs";
import { findAllOnPath } from "./search-path.mjs";

/**
 * How to call npm with a given Node: the npm that started us, else the one on PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} nodePath
 * @returns {{ program: string, args: string[] } | undefined}
 */
export function findNpm(env, nodePath) {
  const started = env.npm_execpath;
  if (started?.endsWith("npm-cli.js") && existsSync(started)) return { program: nodePath, args: [started] };
  const [onPath] = findAllOnPath("npm", env);
  return onPath ? { program: onPath, args: [] } : undefined;
}

/** The first words of npm's error: what follows them is advice on the command line. */
export function npmReason(output) {
  const lines = output.split("\n").filter((line) => /^npm (error|ERR!) *\S/.test(line));
  return lines.slice(0, 6).join("\n") || output.split("\n").slice(-6).join("\n");
}

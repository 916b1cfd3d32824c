import { resolve } from "node:path";
import { handOver } from "./hand-over.mjs";
import { CHECKOUT } from "./places.mjs";
import { productEnvironment } from "./product-environment.mjs";

/** Node before 23.6 warns that it strips types, in the middle of what a command prints. */
const QUIET = "--disable-warning=ExperimentalWarning";

/**
 * Runs a TypeScript source of this checkout with the right Node.
 *
 * @param {{ nodePath: string, enginePath: string, cliConfigFile: string }} toolchain
 * @param {string} source path inside the checkout
 * @param {readonly string[]} args
 * @param {{ nodeFlags?: readonly string[], cwd?: string }} [options]
 */
export function runSource(toolchain, source, args, options = {}) {
  const { nodeFlags = [], cwd } = options;
  return handOver(toolchain.nodePath, [QUIET, ...nodeFlags, resolve(CHECKOUT, source), ...args], {
    env: productEnvironment(process.env, toolchain),
    ...(cwd && { cwd }),
  });
}

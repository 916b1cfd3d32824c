import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout that these tools belong to. */
export const CHECKOUT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * Where set-up keeps things.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [checkout]
 * @returns {{ checkout: string, dataFolder: string, cacheFolder: string, toolchainFile: string }}
 */
export function findPlaces(env, checkout = CHECKOUT) {
  const dataFolder = resolve(checkout, env.TWINSTACK_DATA || ".twinstack");
  return {
    checkout,
    dataFolder,
    cacheFolder: findCache(env, dataFolder),
    toolchainFile: join(dataFolder, "toolchain.json"),
  };
}

/** The cache is shared by all checkouts of a person; without a home folder each checkout has its own. */
function findCache(env, dataFolder) {
  if (env.TWINSTACK_CACHE) return resolve(env.TWINSTACK_CACHE);
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, "twinstack");
  if (env.HOME) return join(env.HOME, ".cache", "twinstack");
  if (process.platform === "win32") return join(homedir(), ".cache", "twinstack");
  return join(dataFolder, "cache");
}

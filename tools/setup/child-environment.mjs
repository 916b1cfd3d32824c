import { devNull } from "node:os";
import { join } from "node:path";

/**
 * The environment for Go builds: only the committed go.mod and go.sum decide what is built.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cacheFolder takes Go's own caches where the machine names no place for them
 */
export function goEnvironment(env, cacheFolder) {
  const { GONOSUMDB, GONOSUMCHECK, GOFLAGS, GOINSECURE, GOOS, GOARCH, ...kept } = env;
  const homeless = !env.HOME;
  return {
    ...kept,
    GOTOOLCHAIN: "local",
    GOFLAGS: "-mod=readonly",
    GOWORK: "off",
    ...(homeless && !env.GOPATH && { GOPATH: join(cacheFolder, "go") }),
    ...(homeless && !env.GOCACHE && !env.XDG_CACHE_HOME && { GOCACHE: join(cacheFolder, "go-build") }),
  };
}

/**
 * The environment for engine commands: a CLI configuration of ours always, because a machine may name a missing one.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [cliConfigFile]
 */
export function engineEnvironment(env, cliConfigFile = devNull) {
  return { ...env, TF_CLI_CONFIG_FILE: cliConfigFile, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
}

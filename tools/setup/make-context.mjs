import { join } from "node:path";
import { findPlaces } from "./places.mjs";

const GO_NAMES = { linux: "linux", darwin: "darwin", x64: "amd64", arm64: "arm64" };

/**
 * What every step gets: the environment, the places, this machine's kind, and the facts the steps before it found.
 *
 * @param {{ env?: NodeJS.ProcessEnv, checkout?: string, ownNode?: { path: string, version: string },
 *   report?: (text: string) => void }} [given]
 */
export function makeContext(given = {}) {
  const env = given.env ?? process.env;
  const places = findPlaces(env, given.checkout);
  return {
    env,
    places,
    platform: findPlatform(),
    isRoot: process.getuid?.() === 0,
    ownNode: given.ownNode ?? { path: process.execPath, version: process.versions.node },
    report: given.report ?? (() => {}),
    logFile: (name) => join(places.dataFolder, "logs", `setup-${name}.log`),
    facts: {},
  };
}

function findPlatform() {
  const { platform, arch } = process;
  return { key: `${platform}-${arch}`, goos: GO_NAMES[platform] ?? platform, goarch: GO_NAMES[arch] ?? arch };
}

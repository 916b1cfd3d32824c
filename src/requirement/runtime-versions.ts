import type { OperatingSystem, Runtime, RuntimeName } from "../contract/index.ts";
import { releaseOf } from "./operating-systems.ts";

/**
 * Versions we can install per operating system; the first is what `default` gives.
 * Java beyond the default comes from Adoptium, Node.js from NodeSource, .NET on Debian from Microsoft, Docker on the
 * dnf side from Docker; everything else is the distribution's own package.
 */
type Offer = Readonly<Record<RuntimeName, readonly string[]>>;

const TEMURIN = ["8", "11", "17", "21", "25"];
const NODESOURCE = ["20", "22", "24"];
const DOTNET_DNF = ["10.0", "9.0", "8.0"];

export const RUNTIME_VERSIONS: Readonly<Record<string, Offer>> = {
  "ubuntu-22.04": {
    java: offer("11", TEMURIN),
    dotnet: ["8.0"],
    php: ["8.1"],
    nodejs: offer("12", NODESOURCE),
    python: ["3.10"],
    ruby: ["3.0"],
    go: ["1.18"],
    docker: ["default"],
  },
  "ubuntu-24.04": {
    java: offer("21", TEMURIN),
    dotnet: ["8.0", "10.0"],
    php: ["8.3"],
    nodejs: offer("18", NODESOURCE),
    python: ["3.12"],
    ruby: ["3.2"],
    go: ["1.22"],
    docker: ["default"],
  },
  "ubuntu-26.04": {
    java: offer("25", TEMURIN),
    dotnet: ["10.0"],
    php: ["8.5"],
    nodejs: offer("22", NODESOURCE),
    python: ["3.14"],
    ruby: ["3.3"],
    go: ["default"],
    docker: ["default"],
  },
  "debian-12": {
    java: offer("17", TEMURIN),
    dotnet: ["8.0", "9.0", "10.0"],
    php: ["8.2"],
    nodejs: offer("18", NODESOURCE),
    python: ["3.11"],
    ruby: ["3.1"],
    go: ["1.19"],
    docker: ["default"],
  },
  "debian-13": {
    java: offer("21", TEMURIN),
    dotnet: ["10.0", "9.0", "8.0"],
    php: ["8.4"],
    nodejs: offer("20", NODESOURCE),
    python: ["3.13"],
    ruby: ["3.3"],
    go: ["1.24"],
    docker: ["default"],
  },
  "el-9": {
    java: offer("11", TEMURIN),
    dotnet: DOTNET_DNF,
    php: ["8.0", "8.1", "8.2", "8.3"],
    nodejs: offer("16", NODESOURCE),
    python: ["3.9", "3.11", "3.12"],
    ruby: ["3.0", "3.1", "3.3"],
    go: ["default"],
    docker: ["default"],
  },
  "el-10": {
    java: offer("21", TEMURIN),
    dotnet: DOTNET_DNF,
    php: ["8.3"],
    nodejs: offer("22", NODESOURCE),
    python: ["3.12"],
    ruby: ["3.3"],
    go: ["default"],
    docker: ["default"],
  },
};

function offer(first: string, others: readonly string[]): readonly string[] {
  return [first, ...others.filter((version) => version !== first)];
}

/** Rocky Linux and AlmaLinux of one major version carry the same packages. */
export function runtimeTableKey(os: OperatingSystem): string {
  const family = os.family === "rocky" || os.family === "almalinux" ? "el" : os.family;
  return `${family}-${releaseOf(os)}`;
}

export function availableVersions(os: OperatingSystem, name: RuntimeName): readonly string[] {
  return RUNTIME_VERSIONS[runtimeTableKey(os)]?.[name] ?? [];
}

/**
 * The version that will be installed: the wished one, or the first that begins with it (`8` → `8.0`); `default` is
 * the operating system's own. Null when there is none.
 */
export function chosenVersion(os: OperatingSystem, runtime: Runtime): string | null {
  const versions = availableVersions(os, runtime.name);
  if (runtime.version === "default") return versions[0] ?? null;
  return versions.find((v) => v === runtime.version || v.startsWith(`${runtime.version}.`)) ?? null;
}

/** Whether the chosen version is the one the operating system ships. */
export function isDefaultVersion(os: OperatingSystem, runtime: Runtime): boolean {
  return chosenVersion(os, runtime) === (availableVersions(os, runtime.name)[0] ?? null);
}

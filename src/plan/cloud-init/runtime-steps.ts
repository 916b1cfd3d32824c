import type { OperatingSystem, Runtime } from "../../contract/index.ts";
import { chosenVersion, findOs, isDefaultVersion, type KnownOs, releaseOf } from "../../requirement/index.ts";

/** How one language or tool gets onto a machine: sources to add, modules to enable, packages to install. */
export interface RuntimeStep {
  readonly sources: readonly string[];
  readonly packages: readonly string[];
}

const NOTHING: RuntimeStep = { sources: [], packages: [] };

/** Shell lines and package names for one runtime; the check has made sure that the version can be had. */
export function runtimeStep(os: OperatingSystem, runtime: Runtime): RuntimeStep {
  const known = findOs(os);
  const version = chosenVersion(os, runtime);
  if (known === undefined || version === null) return NOTHING;
  const ships = isDefaultVersion(os, runtime);
  return known.packages === "apt" ? aptStep(known, runtime, version, ships) : dnfStep(os, runtime, version, ships);
}

function aptStep(os: KnownOs, { name }: Runtime, version: string, ships: boolean): RuntimeStep {
  const codename = os.codename ?? "";
  switch (name) {
    case "java":
      return ships ? packages("default-jdk-headless") : adoptiumApt(codename, version);
    case "nodejs":
      return ships ? packages("nodejs", "npm") : nodesourceApt(version);
    case "dotnet":
      return os.family === "debian" ? microsoftApt(os, codename, version) : packages(`dotnet-sdk-${version}`);
    case "php":
      return packages("php-cli", "php-fpm");
    case "python":
      return packages("python3", "python3-venv", "python3-pip");
    case "ruby":
      return packages("ruby-full");
    case "go":
      return packages("golang-go");
    case "docker":
      return packages("docker.io");
  }
}

function dnfStep(os: OperatingSystem, { name }: Runtime, version: string, ships: boolean): RuntimeStep {
  const release = releaseOf(os);
  switch (name) {
    case "java":
      return ships ? packages(`java-${version}-openjdk-devel`) : adoptiumDnf(release, version);
    case "nodejs":
      return ships ? packages("nodejs", "npm") : nodesourceDnf(version);
    case "dotnet":
      return packages(`dotnet-sdk-${version}`);
    case "php":
      return { sources: ships ? [] : [`dnf -y module enable php:${version}`], packages: ["php-cli", "php-fpm"] };
    case "python":
      return ships ? packages("python3", "python3-pip") : packages(`python${version}`, `python${version}-pip`);
    case "ruby":
      return { sources: ships ? [] : [`dnf -y module enable ruby:${version}`], packages: ["ruby", "ruby-devel"] };
    case "go":
      return packages("golang");
    case "docker":
      return {
        sources: [
          dnfSource(
            "docker-ce",
            `https://download.docker.com/linux/centos/${release}/\\$basearch/stable`,
            "https://download.docker.com/linux/centos/gpg",
          ),
        ],
        packages: ["docker-ce", "docker-ce-cli", "containerd.io", "docker-compose-plugin"],
      };
  }
}

function packages(...names: readonly string[]): RuntimeStep {
  return { sources: [], packages: names };
}

function adoptiumApt(codename: string, version: string): RuntimeStep {
  const base = "https://packages.adoptium.net/artifactory";
  return {
    sources: [aptSource("adoptium", `${base}/api/gpg/key/public`, `${base}/deb`, codename)],
    packages: [`temurin-${version}-jdk`],
  };
}

function adoptiumDnf(release: string, version: string): RuntimeStep {
  const base = "https://packages.adoptium.net/artifactory";
  return {
    sources: [dnfSource("adoptium", `${base}/rpm/rhel/${release}/\\$basearch`, `${base}/api/gpg/key/public`)],
    packages: [`temurin-${version}-jdk`],
  };
}

function nodesourceApt(version: string): RuntimeStep {
  const base = "https://deb.nodesource.com";
  return {
    sources: [
      aptSource("nodesource", `${base}/gpgkey/nodesource-repo.gpg.key`, `${base}/node_${version}.x`, "nodistro"),
    ],
    packages: ["nodejs"],
  };
}

function nodesourceDnf(version: string): RuntimeStep {
  const base = "https://rpm.nodesource.com";
  return {
    sources: [
      dnfSource(
        "nodesource",
        `${base}/pub_${version}.x/nodistro/nodejs/\\$basearch`,
        `${base}/gpgkey/ns-operations-public.key`,
      ),
    ],
    packages: ["nodejs"],
  };
}

function microsoftApt(os: KnownOs, codename: string, version: string): RuntimeStep {
  const base = "https://packages.microsoft.com";
  const key = os.version === "12" ? "microsoft.asc" : "microsoft-2025.asc";
  return {
    sources: [aptSource("microsoft", `${base}/keys/${key}`, `${base}/debian/${os.version}/prod`, codename)],
    packages: [`dotnet-sdk-${version}`],
  };
}

/** A call of the first-boot script's `apt_source`. */
function aptSource(name: string, keyUrl: string, uri: string, suite: string): string {
  return `apt_source ${name} ${keyUrl} ${uri} ${suite}`;
}

/** A call of the first-boot script's `dnf_source`; `$basearch` is dnf's own variable. */
function dnfSource(name: string, baseUrl: string, keyUrl: string): string {
  return `dnf_source ${name} "${baseUrl}" ${keyUrl}`;
}

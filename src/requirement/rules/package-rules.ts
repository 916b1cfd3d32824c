import type { Issue } from "../../contract/index.ts";
import { findOs, type PackageKind } from "../operating-systems.ts";
import type { ResolvedRequest } from "../resolved-request.ts";

/** Names people carry over from the other family of systems; first boot would only log that they are missing. */
const FOREIGN: Readonly<Record<PackageKind, Readonly<Record<string, string>>>> = {
  dnf: {
    apache2: "httpd",
    "build-essential": "gcc, gcc-c++ and make",
    "default-jdk": "java-21-openjdk-devel, or the runtime java",
    "python3-dev": "python3-devel",
    "python3-venv": "python3, which brings it",
    "docker.io": "the runtime docker",
    "golang-go": "golang, or the runtime go",
  },
  apt: {
    httpd: "apache2",
    "gcc-c++": "g++",
    "postgresql-server": "postgresql",
    "python3-devel": "python3-dev",
    "vim-enhanced": "vim",
    "docker-ce": "the runtime docker",
  },
};

export function packageIssues({ os, packages, services }: ResolvedRequest["software"]): readonly Issue[] {
  const kind = findOs(os)?.packages;
  if (kind === undefined) return [];
  const foreign = packages.flatMap((name, index) => {
    const here = Object.hasOwn(FOREIGN[kind], name) ? FOREIGN[kind][name] : undefined;
    if (here === undefined) return [];
    return [
      issue(
        `/software/packages/${index}`,
        `${os.family} ${os.version} has no package “${name}”.`,
        `There it is called ${here}.`,
      ),
    ];
  });
  return [...foreign, ...(kind === "dnf" ? clientOnlyDatabase(os.family, packages, services) : [])];
}

/** On the dnf side “postgresql” is the client alone, and the server wants its files prepared once. */
function clientOnlyDatabase(
  family: string,
  packages: readonly string[],
  services: readonly string[],
): readonly Issue[] {
  const service = services.indexOf("postgresql");
  if (service === -1 || packages.includes("postgresql-server")) return [];
  return [
    issue(
      `/software/services/${service}`,
      `On ${family} the package “postgresql” is only the client, so there is no service “postgresql”.`,
      "Choose ubuntu or debian; or list the package postgresql-server, the first-boot command postgresql-setup --initdb, and a volume at /var/lib/pgsql.",
    ),
  ];
}

function issue(pointer: string, message: string, remedy: string): Issue {
  return { pointer, code: "package-of-another-system", message, remedy };
}

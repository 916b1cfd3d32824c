import type { OperatingSystem, OsFamily } from "../contract/index.ts";

export type PackageKind = "apt" | "dnf";

/** An operating system we know how to set up. `codename` is what apt repositories call it, null on the dnf side. */
export interface KnownOs {
  readonly family: OsFamily;
  readonly version: string;
  readonly title: string;
  readonly packages: PackageKind;
  readonly codename: string | null;
}

export const OPERATING_SYSTEMS = [
  { family: "ubuntu", version: "22.04", title: "Ubuntu 22.04 LTS", packages: "apt", codename: "jammy" },
  { family: "ubuntu", version: "24.04", title: "Ubuntu 24.04 LTS", packages: "apt", codename: "noble" },
  { family: "ubuntu", version: "26.04", title: "Ubuntu 26.04 LTS", packages: "apt", codename: "resolute" },
  { family: "debian", version: "12", title: "Debian 12", packages: "apt", codename: "bookworm" },
  { family: "debian", version: "13", title: "Debian 13", packages: "apt", codename: "trixie" },
  { family: "rocky", version: "9", title: "Rocky Linux 9", packages: "dnf", codename: null },
  { family: "rocky", version: "10", title: "Rocky Linux 10", packages: "dnf", codename: null },
  { family: "almalinux", version: "9", title: "AlmaLinux 9", packages: "dnf", codename: null },
  { family: "almalinux", version: "10", title: "AlmaLinux 10", packages: "dnf", codename: null },
] as const satisfies readonly KnownOs[];

/** Everywhere but on Ubuntu a minor version (Rocky 9.4) is a state of updates, not another operating system. */
export function findOs(os: OperatingSystem): KnownOs | undefined {
  return OPERATING_SYSTEMS.find((known) => known.family === os.family && known.version === releaseOf(os));
}

/** The part of the version that decides what may be installed: `24.04` on Ubuntu, `9` on Rocky Linux 9.4. */
export function releaseOf(os: OperatingSystem): string {
  return os.family === "ubuntu" ? os.version : (os.version.split(".")[0] ?? os.version);
}

export function versionsOf(family: OsFamily): readonly string[] {
  return OPERATING_SYSTEMS.filter((known) => known.family === family).map((known) => known.version);
}

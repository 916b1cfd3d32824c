import { findOs, type PackageKind } from "../../requirement/index.ts";
import type { BootInput } from "./boot-input.ts";
import { mobilityCommands, SERVICE_ACCOUNT } from "./mobility-files.ts";
import { runtimeStep } from "./runtime-steps.ts";
import { shellQuote } from "./shell-quote.ts";
import type { WrittenFile } from "./written-file.ts";

export const FIRST_BOOT_PATH = "/usr/local/lib/twinstack/first-boot";
const STAGED = "/var/lib/twinstack/files";

const COMMON = `log() { echo "twinstack-first-boot: $*" >&2; }

# Package mirrors and networks stumble while a machine is new.
retry() {
  attempt=1
  until "$@"; do
    [ "$attempt" -lt 5 ] || { log "gave up: $*"; return 1; }
    sleep $((attempt * 5))
    attempt=$((attempt + 1))
  done
}

# One wrong name must not keep all other packages away.
install_all() {
  [ $# -gt 0 ] || return 0
  install_packages "$@" && return 0
  for package in "$@"; do
    install_packages "$package" || log "package not installed: $package"
  done
}

# place NUMBER OWNER PERMISSIONS PATH
place() {
  mkdir -p "$(dirname "$4")"
  if ! cp "/var/lib/twinstack/files/$1" "$4" || ! chmod "$3" "$4"; then
    log "file not written: $4"
    return 1
  fi
  chown "$2" "$4" || log "owner unknown: $4 stays root's"
  ! command -v restorecon >/dev/null || restorecon "$4"
}
`;

const APT = String.raw`export DEBIAN_FRONTEND=noninteractive
apt_get() { apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@"; }
install_packages() { retry apt_get install "$@"; }
refresh_packages() { retry apt_get update; }
# apt_source NAME KEY_URL URI SUITE
apt_source() {
  install -d -m 0755 /etc/apt/keyrings
  retry curl -fsSL --max-time 60 -o "/etc/apt/keyrings/$1.asc" "$2" || return 1
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /etc/apt/keyrings/%s.asc\n' "$3" "$4" "$1" \
    >"/etc/apt/sources.list.d/$1.sources"
}
`;

const DNF = String.raw`install_packages() { retry dnf -y install "$@"; }
refresh_packages() { retry dnf -y makecache; }
# dnf_source NAME BASE_URL KEY_URL
dnf_source() {
  printf '[%s]\nname=%s\nbaseurl=%s\nenabled=1\ngpgcheck=1\nmodule_hotfixes=1\ngpgkey=%s\n' "$1" "$1" "$2" "$3" \
    >"/etc/yum.repos.d/$1.repo"
}
`;

/**
 * The one script of first boot, in an order cloud-init's own modules cannot give: volumes before packages (a database
 * must land on its volume), files after packages (their owners come with them), services last. `serve` runs after the
 * person's own commands. Every step may run again, because it does after a move to the other cloud.
 */
export function firstBootScript(input: BootInput): string {
  const { software, access } = input.requirement;
  const kind = findOs(software.os)?.packages ?? "apt";
  const runtimes = software.runtimes.map((runtime) => runtimeStep(software.os, runtime));
  const packages = [...new Set([...software.packages, ...runtimes.flatMap((step) => step.packages)])];
  const sources = runtimes.flatMap((step) => step.sources);
  const docker = software.runtimes.some((runtime) => runtime.name === "docker");
  return [
    "#!/bin/sh",
    "# First boot of this machine, written by TwinStack. Each step may run again.",
    COMMON,
    kind === "apt" ? APT : DNF,
    "prepare() {",
    ...[
      ...reloadSsh(),
      ...guestAgent(),
      "systemctl daemon-reload",
      "systemctl enable twinstack-volumes.service",
      "/usr/local/sbin/twinstack-volumes || log 'going on without all volumes'",
      ...sources.map((source) => `${source} || log 'package source not added'`),
      "refresh_packages",
      `install_all ${packages.map(shellQuote).join(" ")}`.trimEnd(),
      ...(docker ? ["systemctl enable --now docker", `usermod -aG docker ${shellQuote(access.loginName)}`] : []),
      ...software.files.flatMap((file, index) =>
        file.secret ? [] : [`place ${index} ${file.owner} ${file.permissions} ${shellQuote(file.path)}`],
      ),
      ...mobilityCommands(kind),
      ...(input.agent === null
        ? []
        : ["systemctl enable --now twinstack-agent.timer", "systemctl start twinstack-agent.service"]),
    ].map((line) => `  ${line}`),
    "}",
    "",
    "serve() {",
    ...serveLines(input).map((line) => `  ${line}`),
    "}",
    "",
    'case $1 in prepare | serve) "$1" ;; *) log "usage: first-boot prepare | serve" ;; esac',
    "",
  ].join("\n");
}

/** Contents of plain files, laid aside until the packages that bring their owners are there. */
export function stagedFiles({ requirement }: BootInput): readonly WrittenFile[] {
  return requirement.software.files.flatMap((file, index) =>
    file.secret ? [] : [{ path: `${STAGED}/${index}`, permissions: "0600", content: file.content }],
  );
}

/** Packages cloud-init installs before the script: the guest agent, and what the script itself needs. */
export function basePackages(kind: PackageKind): readonly string[] {
  return kind === "apt" ? ["qemu-guest-agent", "curl", "ca-certificates"] : ["qemu-guest-agent"];
}

function reloadSsh(): readonly string[] {
  return [
    `install -d -m 0755 -o ${SERVICE_ACCOUNT} /var/lib/${SERVICE_ACCOUNT}`,
    "systemctl reload ssh 2>/dev/null || systemctl reload sshd || log 'sshd was not reloaded'",
  ];
}

/** Where the hypervisor has no channel for it the agent does not start, which is no failure of the machine. */
function guestAgent(): readonly string[] {
  return [
    "systemctl enable qemu-guest-agent 2>/dev/null",
    "systemctl start qemu-guest-agent || log 'no guest agent channel'",
  ];
}

function serveLines({ requirement, agent }: BootInput): readonly string[] {
  const services = requirement.software.services.map(shellQuote);
  const enable = services.map((service) => `systemctl enable ${service} || log 'could not enable ${service}'`);
  const start = services.map((service) => `systemctl start ${service} || log 'could not start ${service}'`);
  // Packages start their services before the files of a person are there; what runs already has to read them.
  const reread =
    requirement.software.files.length === 0 ? [] : services.map((service) => `systemctl try-restart ${service}`);
  return [...enable, ...reread, ...(agent === null ? start : ["/usr/local/sbin/twinstack-agent services-start"]), ":"];
}

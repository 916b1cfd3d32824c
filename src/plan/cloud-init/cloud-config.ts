import type { Requirement } from "../../contract/index.ts";
import { findOs } from "../../requirement/index.ts";
import { agentFiles } from "./agent-script.ts";
import type { BootInput } from "./boot-input.ts";
import { basePackages, FIRST_BOOT_PATH, firstBootScript, stagedFiles } from "./first-boot-script.ts";
import { mergeCloudInit } from "./merge-cloud-init.ts";
import { mobilityFiles, SERVICE_ACCOUNT, sshFiles } from "./mobility-files.ts";
import { volumeFiles } from "./volumes-script.ts";

/**
 * The #cloud-config mapping of one machine, the same on both clouds but for the bootstrap token and the site's name.
 * `own` is the person's cloud-init, already checked not to fight with this one.
 */
export function cloudConfig(input: BootInput, own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { requirement } = input;
  const { access, software } = requirement;
  const kind = findOs(software.os)?.packages ?? "apt";
  const files = [
    ...mobilityFiles(kind),
    ...sshFiles(input),
    ...volumeFiles(requirement),
    ...agentFiles(input),
    ...stagedFiles(input),
    { path: FIRST_BOOT_PATH, permissions: "0755", content: firstBootScript(input) },
  ];
  const ours = {
    hostname: requirement.name,
    manage_etc_hosts: true,
    disable_root: !access.allowRoot,
    ssh_pwauth: access.passwordHash !== null,
    users: users(requirement),
    packages: basePackages(kind),
    package_update: true,
    write_files: files.map(({ permissions, ...file }) => ({ ...file, permissions: permissions ?? "0644" })),
    runcmd: [["sh", FIRST_BOOT_PATH, "prepare"], ...software.firstBootCommands],
  };
  const merged = mergeCloudInit(ours, own);
  const commands = Array.isArray(merged["runcmd"]) ? merged["runcmd"] : [];
  return { ...merged, runcmd: [...commands, ["sh", FIRST_BOOT_PATH, "serve"]] };
}

/** Keys go to the accounts themselves; the cloud's key pair object is never needed to get in. */
function users({ access }: Requirement): readonly Record<string, unknown>[] {
  const password =
    access.passwordHash === null ? { lock_passwd: true } : { lock_passwd: false, hashed_passwd: access.passwordHash };
  const keys = access.sshKeys.length === 0 ? {} : { ssh_authorized_keys: access.sshKeys };
  return [
    { name: access.loginName, shell: "/bin/bash", sudo: "ALL=(ALL) NOPASSWD:ALL", ...password, ...keys },
    {
      name: SERVICE_ACCOUNT,
      system: true,
      no_create_home: true,
      homedir: `/var/lib/${SERVICE_ACCOUNT}`,
      shell: "/bin/sh",
      sudo: "ALL=(ALL) NOPASSWD:ALL",
      lock_passwd: true,
    },
    ...(access.allowRoot && access.sshKeys.length > 0 ? [{ name: "root", ...keys }] : []),
  ];
}

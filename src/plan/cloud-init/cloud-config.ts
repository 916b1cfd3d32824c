import type { BootInput } from "./boot-input.ts";

/** The #cloud-config mapping of one machine, before anything of the person's own is merged in. */
export function cloudConfig({ requirement }: BootInput): Record<string, unknown> {
  const { access, software } = requirement;
  return {
    hostname: requirement.name,
    manage_etc_hosts: true,
    users: [
      {
        name: access.loginName,
        shell: "/bin/bash",
        sudo: "ALL=(ALL) NOPASSWD:ALL",
        ssh_authorized_keys: access.sshKeys,
        ...(access.passwordHash === null
          ? { lock_passwd: true }
          : { lock_passwd: false, hashed_passwd: access.passwordHash }),
      },
    ],
    packages: ["qemu-guest-agent", ...software.packages],
    runcmd: [...software.firstBootCommands],
  };
}

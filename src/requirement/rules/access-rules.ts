import type { Issue } from "../../contract/index.ts";
import type { ResolvedRequest } from "../resolved-request.ts";
import { findDuplicates } from "./find-duplicates.ts";

/** Accounts and groups that images or packages already have; a user of that name cannot be made or must not be touched. */
const RESERVED_LOGINS = new Set(
  (
    "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody nogroup sudo wheel " +
    "adm admin tty disk kmem dialout fax voice cdrom floppy tape audio dip operator src shadow utmp video sasl plugdev " +
    "staff users input render kvm sgx crontab ssh sshd messagebus syslog systemd-network systemd-resolve polkitd " +
    "halt shutdown ftp nginx apache postgres mysql redis docker lxd netdev tss uuidd tcpdump landscape pollinate chrony " +
    "twinstack"
  ).split(" "),
);

/** A way in that works, under a name that is free. */
export function accessRules(request: ResolvedRequest): readonly Issue[] {
  const { access, software } = request;
  const issues: Issue[] = [];
  if (RESERVED_LOGINS.has(access.loginName)) {
    issues.push({
      pointer: "/access/loginName",
      code: "reserved-login",
      message: `The name “${access.loginName}” belongs to the operating system or its services.`,
      remedy:
        access.loginName === "root"
          ? "Choose another name, such as owner; set access.allowRoot to true if root itself must log in."
          : "Choose another name, such as owner.",
    });
  }
  if (access.sshKeys.length === 0 && !access.generateKeyPair && !hasPassword(request)) {
    if (!bringsUsers(software.cloudInit)) issues.push(noWayIn());
  }
  for (const { index } of findDuplicates(access.sshKeys, keyMaterial)) {
    issues.push({
      pointer: `/access/sshKeys/${index}`,
      code: "duplicate-key",
      message: "This SSH key is already listed.",
      remedy: "Remove the second copy.",
    });
  }
  if (access.password !== null && /[\p{Cc}]/u.test(access.password)) {
    issues.push({
      pointer: "/access/password",
      code: "password-not-typable",
      message: "The password contains control characters, which nobody can type at a login prompt.",
      remedy: "Use printable characters only.",
    });
  }
  return issues;
}

function hasPassword({ access, kept }: ResolvedRequest): boolean {
  return access.password !== null || kept.passwordHash !== null;
}

/** Type and key of an OpenSSH public key, without its comment. */
function keyMaterial(key: string): string {
  return key.split(" ").slice(0, 2).join(" ");
}

/** An own cloud-init that adds keys or accounts may be the way in; only the machine can tell. */
function bringsUsers(cloudInit: string | null): boolean {
  return cloudInit !== null && /^(ssh_authorized_keys|ssh_import_id):/m.test(cloudInit);
}

function noWayIn(): Issue {
  return {
    pointer: "/access",
    code: "no-way-in",
    message: "Nobody could log in: there is no SSH key, no generated key pair and no password.",
    remedy: "Add an SSH public key, or set access.generateKeyPair to true, or set a password.",
  };
}

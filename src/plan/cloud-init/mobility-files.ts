import type { BootInput } from "./boot-input.ts";
import type { WrittenFile } from "./written-file.ts";

/**
 * What a machine needs to wake up on the other cloud (clouds.md §3.7): there it has a new instance id, so cloud-init
 * runs again, and a new network card with another address.
 */
const DATASOURCES = `# A copy of this machine on the other cloud is a new instance to cloud-init.
ssh_deletekeys: false
preserve_hostname: true
datasource_list: [ConfigDrive, OpenStack, CloudStack, None]
network: {config: disabled}
`;

const NETPLAN = `network:
  version: 2
  ethernets:
    any:
      match: {name: "e*"}
      dhcp4: true
`;

/**
 * Any card that is up will do. Were none of them required (netplan's `optional`), the default command would wait for two
 * minutes at each boot and then fail, with SSH behind it.
 */
const WAIT_ONLINE = `[Service]
ExecStart=
ExecStart=/lib/systemd/systemd-networkd-wait-online --any
`;

const NETWORK_MANAGER = `[connection]
id=twinstack
type=ethernet
multi-connect=3

[match]
interface-name=e*

[ipv4]
method=auto

[ipv6]
method=auto
`;

export function mobilityFiles(packages: "apt" | "dnf"): readonly WrittenFile[] {
  return [
    { path: "/etc/cloud/cloud.cfg.d/99-dr.cfg", content: DATASOURCES },
    ...(packages === "apt"
      ? [
          { path: "/etc/netplan/60-twinstack.yaml", permissions: "0600", content: NETPLAN },
          {
            path: "/etc/systemd/system/systemd-networkd-wait-online.service.d/50-twinstack.conf",
            content: WAIT_ONLINE,
          },
          { path: "/etc/initramfs-tools/conf.d/twinstack", content: "MODULES=most\n" },
        ]
      : [
          {
            path: "/etc/NetworkManager/system-connections/twinstack.nmconnection",
            permissions: "0600",
            content: NETWORK_MANAGER,
          },
        ]),
    { path: "/etc/dracut.conf.d/twinstack.conf", content: 'hostonly="no"\n' },
  ];
}

/** Shell lines that put those files into effect: no card is known by its address, every driver is in the initramfs. */
export function mobilityCommands(packages: "apt" | "dnf"): readonly string[] {
  return [
    "rm -f /etc/udev/rules.d/70-persistent-net.rules",
    ...(packages === "apt"
      ? ["if command -v netplan >/dev/null; then rm -f /etc/netplan/50-cloud-init.yaml && netplan generate; fi"]
      : [
          "rm -f /etc/NetworkManager/system-connections/cloud-init-*.nmconnection /etc/sysconfig/network-scripts/ifcfg-e*",
        ]),
    "if command -v update-initramfs >/dev/null; then update-initramfs -u -k all; elif command -v dracut >/dev/null; then dracut -f --regenerate-all; fi",
  ];
}

/** The service's own way in: certificates of the workspace's authority, for one account, under one principal. */
export function sshFiles({ requirement, workspaceId, caPublicKey }: BootInput): readonly WrittenFile[] {
  const { allowRoot } = requirement.access;
  return [
    { path: "/etc/ssh/twinstack_ca.pub", content: `${caPublicKey.trim()}\n` },
    { path: `/etc/ssh/twinstack_principals/${SERVICE_ACCOUNT}`, content: `twinstack-${workspaceId}\n` },
    {
      path: "/etc/ssh/sshd_config.d/10-twinstack.conf",
      content: [
        "TrustedUserCAKeys /etc/ssh/twinstack_ca.pub",
        "AuthorizedPrincipalsFile /etc/ssh/twinstack_principals/%u",
        `PermitRootLogin ${allowRoot ? "prohibit-password" : "no"}`,
        "",
      ].join("\n"),
    },
  ];
}

export const SERVICE_ACCOUNT = "twinstack";

/** One thing that is looked at inside a machine: what a person would call it, and the shell line that says it. */
export interface InsideCheck {
  readonly feature: string;
  readonly command: string;
  /** Each cloud's own by nature: shown, and no difference. */
  readonly ofTheCloud?: true;
}

/** What the requirement asks for, as far as the checks name it. */
export const ASKED = {
  packages: ["nginx", "tree"],
  runtimes: ["php-cli", "php-fpm"],
  services: ["nginx"],
  loginName: "builder",
  plainFile: "/srv/app/settings.ini",
  secretFile: "/etc/app.key",
  commandFile: "/var/lib/first-boot-command",
  volume: "/data/content",
} as const;

const { packages, runtimes, loginName, plainFile, secretFile, commandFile, volume } = ASKED;
const versions = (names: readonly string[]) =>
  `dpkg-query -W -f '\${Package} \${Version} \${db:Status-Abbrev}\\n' ${names.join(" ")}`;

/** Run as root, in this order, in one shell each. Every machine gives one text per check. */
export const INSIDE_CHECKS: readonly InsideCheck[] = [
  { feature: "first boot ended", command: "cloud-init status | tail -n 1" },
  {
    feature: "first boot's errors",
    command: `python3 -c 'import json; print(json.load(open("/run/cloud-init/result.json"))["v1"]["errors"])'`,
  },
  {
    feature: "complaints of the first-boot script",
    command: "grep -h twinstack-first-boot: /var/log/cloud-init-output.log || echo none",
  },
  {
    feature: "warnings of cloud-init",
    command: "grep -hE ' - [^ ]+\\[(WARNING|ERROR|CRITICAL)\\]: ' /var/log/cloud-init.log | sed 's/^.*- //' || true",
  },
  { feature: "data source", command: "grep -o 'DataSource[A-Za-z]*' /run/cloud-init/result.json | head -n 1" },
  { feature: "maker (DMI)", command: "cat /sys/class/dmi/id/product_name", ofTheCloud: true },
  {
    feature: "failed units",
    command: "systemctl --failed --no-legend --plain | awk '{print $1}' | grep . || echo none",
  },
  { feature: "operating system", command: '. /etc/os-release; echo "$PRETTY_NAME, $(uname -r)"' },
  { feature: "host name", command: "hostname; hostname -f" },
  { feature: "time zone", command: "timedatectl show -p Timezone --value" },
  { feature: "language", command: "locale 2>/dev/null | head -n 1" },
  { feature: "packages asked for", command: versions(packages) },
  { feature: "runtime's packages", command: versions(runtimes) },
  { feature: "runtime's version", command: "php -r 'echo PHP_VERSION;'; systemctl is-active php8.2-fpm" },
  {
    feature: "all packages",
    command: `dpkg-query -W -f '\${Package} \${Version}\\n' | sha256sum | cut -c1-16; dpkg-query -W | wc -l`,
  },
  {
    feature: "services",
    command:
      "for s in nginx ssh cron; do echo $s $(systemctl is-enabled $s 2>/dev/null) $(systemctl is-active $s); done",
  },
  { feature: "users", command: "getent passwd | awk -F: '$3 >= 1000 || $1 == \"twinstack\" {print $1, $3, $6, $7}'" },
  { feature: "groups", command: `id -nG ${loginName}; id -nG twinstack` },
  { feature: "sudo", command: `sudo -u ${loginName} sudo -n id -un` },
  {
    feature: "authorized keys",
    command: `cut -d' ' -f1,2 ~${loginName}/.ssh/authorized_keys | sort | sha256sum | cut -c1-16; wc -l <~${loginName}/.ssh/authorized_keys; stat -c '%U %a' ~${loginName}/.ssh/authorized_keys`,
  },
  {
    feature: "rules of sshd",
    command:
      "sshd -T | grep -E '^(permitrootlogin|passwordauthentication|trustedusercakeys|authorizedprincipalsfile) '",
  },
  { feature: "kinds of host keys", command: "ls /etc/ssh/ssh_host_*_key.pub | xargs -n 1 basename" },
  { feature: "plain file", command: `sha256sum <${plainFile}; stat -c '%U:%G %a' ${plainFile}` },
  { feature: "secret file", command: `sha256sum <${secretFile}; stat -c '%U:%G %a' ${secretFile}` },
  { feature: "command at first boot", command: `cat ${commandFile}` },
  {
    feature: "ports that are listened on",
    command: "ss -Hltn | awk '{print $4}' | grep -v '^127\\|\\[::1\\]' | sort -u",
  },
  { feature: "system disk", command: "lsblk -dbno SIZE /dev/vda; df -BG --output=size / | tail -n 1" },
  {
    feature: "extra volume",
    command: `findmnt -no FSTYPE,TARGET ${volume}; df -BG --output=size ${volume} | tail -n 1; stat -c '%U:%G %a' ${volume}; lsblk -no LABEL $(findmnt -no SOURCE ${volume})`,
  },
  {
    feature: "processors and memory",
    command: "nproc; awk '/MemTotal/ {printf \"%d MiB\\n\", $2 / 1024 / 16 * 16}' /proc/meminfo",
  },
  { feature: "default route", command: "ip -4 route show default | awk '{print $3, $5}'" },
  { feature: "files of the network", command: "ls /etc/netplan; ls /etc/cloud/cloud.cfg.d" },
  {
    feature: "service's agent",
    command:
      "systemctl is-enabled twinstack-agent.timer; systemctl is-active twinstack-agent.timer; test -e /etc/twinstack/bootstrap-token && echo token left || echo token used up",
  },
  { feature: "guest agent", command: "systemctl is-active qemu-guest-agent" },
];

import { ASKED } from "./inside-checks.ts";

export const SECRET = "a secret that no plan shows";

/** One requirement with a bit of everything that first boot does, for both clouds. */
export function requirementYaml(publicKey: string): string {
  return `name: guest-twin
hardware: { vcpu: 2, memoryGib: 1, rootDiskGib: 6, volumes: [{ name: content, sizeGib: 2 }] }
software:
  os: { family: debian, version: "12" }
  packages: [${ASKED.packages.join(", ")}]
  runtimes: [{ name: php }]
  services: [${ASKED.services.join(", ")}]
  files:
    - { path: ${ASKED.plainFile}, content: "colour = blue\\n", owner: "www-data:www-data", permissions: "0640" }
    - { path: ${ASKED.secretFile}, content: "${SECRET}", owner: "root:root", permissions: "0600", secret: true }
    - { path: /var/www/html/index.html, content: "<h1>It works, twice.</h1>\\n" }
  firstBootCommands:
    - php -r 'echo "said at first boot\\n";' >${ASKED.commandFile}
network:
  openPorts: [{ port: 22 }, { port: 80 }, { port: 8081, source: 198.51.100.0/24 }]
access: { loginName: ${ASKED.loginName}, sshKeys: ["${publicKey}"] }
placement: { standby: { mode: running } }
`;
}

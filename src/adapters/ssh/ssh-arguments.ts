import { join } from "node:path";
import { HOST_ALIAS } from "./host-keys.ts";

export interface SshCall {
  /** Folder with `key`, `key-cert.pub` and `known_hosts`. */
  readonly folder: string;
  readonly account: string;
  readonly address: string;
  readonly port: number;
  /** false: the machine's keys are not known yet, and the first that it shows is kept. */
  readonly pinned: boolean;
  /** Whose shell is opened, where `sudo` lets the account become them. */
  readonly loginName: string;
}

/** Everything that ssh could do besides showing a shell is turned off by name; no file of the service's user is read. */
const FIXED = {
  AddKeysToAgent: "no",
  BatchMode: "yes",
  CanonicalizeHostname: "no",
  CheckHostIP: "no",
  ClearAllForwardings: "yes",
  Compression: "no",
  ConnectTimeout: "15",
  ControlMaster: "no",
  ControlPath: "none",
  // The escape character would let whoever types open forwardings of the service's own network.
  EscapeChar: "none",
  ForwardAgent: "no",
  ForwardX11: "no",
  GlobalKnownHostsFile: "/dev/null",
  HashKnownHosts: "no",
  HostKeyAlias: HOST_ALIAS,
  IdentitiesOnly: "yes",
  IdentityAgent: "none",
  KbdInteractiveAuthentication: "no",
  // "Authenticated to …" tells a refused login from a shell that ended.
  LogLevel: "VERBOSE",
  NumberOfPasswordPrompts: "0",
  PasswordAuthentication: "no",
  PermitLocalCommand: "no",
  PreferredAuthentications: "publickey",
  ProxyCommand: "none",
  ProxyJump: "none",
  RequestTTY: "force",
  ServerAliveCountMax: "3",
  ServerAliveInterval: "15",
  Tunnel: "no",
  UpdateHostKeys: "no",
  VerifyHostKeyDNS: "no",
} as const;

/** The command line of one session. It holds paths, an address and names; never a secret. */
export function sshArguments(call: SshCall): readonly string[] {
  const { folder, account, address, port, pinned, loginName } = call;
  const options = {
    ...FIXED,
    CertificateFile: join(folder, "key-cert.pub"),
    IdentityFile: join(folder, "key"),
    StrictHostKeyChecking: pinned ? "yes" : "accept-new",
    UserKnownHostsFile: join(folder, "known_hosts"),
  };
  return [
    ...["-F", "/dev/null", "-E", join(folder, "log")],
    ...Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
    ...["-p", String(port), "-l", account, "--", address, shellOf(loginName)],
  ];
}

/** The service's account has no home to work in; the person's own is where they expect to be. */
function shellOf(loginName: string): string {
  const become = `sudo -n -u '${loginName}'`;
  return `if ${become} true 2>/dev/null; then exec sudo -n -i -u '${loginName}'; fi; exec "\${SHELL:-/bin/sh}" -l`;
}

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sshFiles } from "../../src/plan/cloud-init/mobility-files.ts";
import { sampleRequirement } from "./samples.ts";

const SSHD = "/usr/sbin/sshd";
const WRAPPER = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
  .map((folder) => join(folder, "libnss_wrapper.so"))
  .find((path) => existsSync(path));
const NOBODY = 65_534;

export interface SshMachineOptions {
  readonly address: string;
  readonly port: number;
  readonly workspaceId: string;
  /** OpenSSH public key of the workspace's authority. */
  readonly authority: string;
}

/** A machine's SSH server, as first boot sets one up: a real sshd with the files that the product writes. */
export interface SshMachine {
  /** OpenSSH public host keys. */
  readonly hostKeys: readonly string[];
  log(): string;
  /** Shows another key from now on, as another machine at the same address would. */
  changeHostKey(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The account `twinstack` exists for this sshd alone (libnss-wrapper); a root test run gives it nobody's user id. An
 * address below 127.0.0.0/8 is this machine's own.
 */
export async function startSshMachine(options: SshMachineOptions): Promise<SshMachine> {
  if (!existsSync(SSHD) || WRAPPER === undefined) {
    throw new Error("Terminals are tested on a real SSH server: apt-get install openssh-server libnss-wrapper");
  }
  const folder = await mkdtemp(join(tmpdir(), "ts-ssh-machine-"));
  // The account's own processes have to reach their home.
  await chmod(folder, 0o755);
  await writeSystem(folder, options);
  await makeHostKey(folder);
  let server = await start(folder);
  let said = "";
  const listen = (): void => {
    server.stderr?.on("data", (text: Buffer) => {
      said += text.toString("utf8");
    });
  };
  listen();
  await serves(options, () => said);
  return {
    hostKeys: [(await readFile(join(folder, "host_key.pub"), "utf8")).trim()],
    log: () => said,
    async changeHostKey() {
      await end(server);
      await rm(join(folder, "host_key"));
      await makeHostKey(folder);
      server = await start(folder);
      listen();
      await serves(options, () => said);
    },
    async stop() {
      await end(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function writeSystem(folder: string, { address, port, workspaceId, authority }: SshMachineOptions) {
  const [uid, gid] = process.getuid?.() === 0 ? [NOBODY, NOBODY] : [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const home = join(folder, "home");
  await mkdir(home, { mode: 0o777 });
  await chmod(home, 0o777);
  await writeFile(
    join(folder, "passwd"),
    `root:x:0:0::/root:/bin/sh\nsshd:x:101:65534::/run/sshd:/usr/sbin/nologin\ntwinstack:x:${uid}:${gid}::${home}:/bin/sh\n`,
  );
  await writeFile(join(folder, "group"), `root:x:0:\nnogroup:x:65534:\n`);
  const requirement = sampleRequirement();
  const files = sshFiles({ requirement, workspaceId, caPublicKey: authority, agent: null } as Parameters<
    typeof sshFiles
  >[0]);
  for (const { path, content } of files) {
    const here = join(folder, path);
    await mkdir(join(here, ".."), { recursive: true, mode: 0o755 });
    await writeFile(here, content.replaceAll("/etc/ssh/", `${folder}/etc/ssh/`), { mode: 0o644 });
  }
  const config = [
    ...[`Port ${port}`, `ListenAddress ${address}`, `HostKey ${join(folder, "host_key")}`, "PidFile none"],
    // The folder is not root's, and nobody's files say who may log in.
    ...["StrictModes no", "UsePAM no", "AuthorizedKeysFile none", "PasswordAuthentication no", "PrintMotd no"],
    `Include ${join(folder, "etc/ssh/sshd_config.d")}/*.conf`,
  ];
  await writeFile(join(folder, "sshd_config"), `${config.join("\n")}\n`);
}

async function makeHostKey(folder: string): Promise<void> {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", join(folder, "host_key")], {
    input: "y\n",
    stdio: ["pipe", "ignore", "inherit"],
  });
}

async function start(folder: string): Promise<ChildProcess> {
  // Without this folder a root sshd does not start.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 });
  return spawn(SSHD, ["-D", "-e", "-f", join(folder, "sshd_config")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: process.env["PATH"],
      LD_PRELOAD: WRAPPER,
      NSS_WRAPPER_PASSWD: join(folder, "passwd"),
      NSS_WRAPPER_GROUP: join(folder, "group"),
    },
  });
}

async function serves({ port }: SshMachineOptions, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (said().trimEnd().endsWith(`port ${port}.`)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`sshd does not start: ${said()}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  await gone;
}

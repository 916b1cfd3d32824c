import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import ssh2 from "ssh2";
import { AppError } from "../../kernel/app-error.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { LinkEnd, OpenShell, ShellRequest, ShellStore } from "../../remote/ports.ts";
import { explainSshEnd, isAuthenticated } from "./explain-ssh-end.ts";
import { keysIn, knownHosts } from "./host-keys.ts";
import { makePtyLink } from "./pty-link.ts";
import { makeSessionFolder, removeSessionFolder } from "./session-folder.ts";
import { signCertificate } from "./sign-certificate.ts";
import { sshArguments } from "./ssh-arguments.ts";

export interface OpenShellOptions {
  readonly store: ShellStore;
  readonly clock: Clock;
  /** Where sessions keep their files while they go on. */
  readonly folder: string;
  /** Where programs are, as in PATH. */
  readonly searchPath: string;
  /** The account on machines that the authority's certificates open. */
  readonly account: string;
  readonly port: number;
  /** From where machines see the service; certificates are good from there alone. Empty: from everywhere. */
  readonly sourceAddresses: readonly string[];
  /** Something that nobody waits for went wrong. */
  readonly onError: (error: unknown) => void;
}

/** A machine's clock may be behind or ahead; a certificate is good for minutes, and only to begin with. */
const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 2 * 60_000;

/** Shells by OpenSSH's own client, because no library for Node can log in by certificate. */
export function makeOpenShell(options: OpenShellOptions): OpenShell {
  const { store } = options;
  return async (request) => {
    const program = findProgram("ssh", options.searchPath);
    const { workspaceId, site, instanceId } = request;
    const known = knownHosts(await store.hostKeys(workspaceId, site, instanceId));
    const folder = await makeSessionFolder(options.folder, request.sessionId, {
      ...(await newCredentials(request, options)),
      known_hosts: known,
      log: "",
    });
    const { account, port } = options;
    return makePtyLink({
      program,
      arguments: sshArguments({ ...request, folder, account, port, pinned: known !== "" }),
      environment: { PATH: options.searchPath, HOME: folder, LC_ALL: "C" },
      folder,
      size: request.size,
      isReady: async () => isAuthenticated(await readFile(join(folder, "log"), "utf8").catch(() => "")),
      onReady() {
        if (known === "") void keepFirstKeys(folder, request).catch(options.onError);
      },
      onGone: () => endOf(folder),
    });
  };

  async function keepFirstKeys(folder: string, { workspaceId, site, instanceId }: ShellRequest): Promise<void> {
    const keys = keysIn(await readFile(join(folder, "known_hosts"), "utf8"));
    await store.keepHostKeys(workspaceId, site, instanceId, keys);
  }

  async function endOf(folder: string): Promise<LinkEnd> {
    try {
      const end = explainSshEnd(await readFile(join(folder, "log"), "utf8"));
      await removeSessionFolder(folder);
      return end;
    } catch (error) {
      options.onError(error);
      return { reason: "failed", detail: null };
    }
  }
}

/** A key for this session alone, and a certificate of minutes for it that names the session. */
async function newCredentials(
  { sessionId, workspaceId }: ShellRequest,
  { store, clock, sourceAddresses }: OpenShellOptions,
): Promise<Readonly<Record<string, string>>> {
  const authority = await store.authority(workspaceId);
  if (authority === null) throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
  const key = ssh2.utils.generateKeyPairSync("ed25519");
  const now = clock.now().getTime();
  const certificate = signCertificate({
    authority,
    publicKey: key.public,
    keyId: `twinstack-session-${sessionId}`,
    serial: BigInt(`0x${sessionId.replaceAll("-", "").slice(0, 16)}`),
    principal: `twinstack-${workspaceId}`,
    validAfter: new Date(now - BEFORE_MS),
    validBefore: new Date(now + AFTER_MS),
    sourceAddresses,
  });
  return { key: key.private, "key-cert.pub": `${certificate}\n` };
}

function findProgram(name: string, searchPath: string): string {
  const found = searchPath
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new AppError("ssh-missing", `There is no program ${name} on the service's PATH.`);
}

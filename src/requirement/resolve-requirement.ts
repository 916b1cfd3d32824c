import type { OpenPort, PlacedFile, Requirement } from "../contract/index.ts";
import { mountPathOf } from "./mount-path.ts";
import { readPortRange } from "./port-range.ts";
import type { SecretFile, Secrets } from "./ports.ts";
import { GENERATED, isMadeHere, type ResolvedRequest } from "./resolved-request.ts";

/** A requirement fit for storing, and apart from it what must not be stored with it. */
export interface ResolvedRequirement {
  readonly requirement: Requirement;
  readonly secretFiles: readonly SecretFile[];
  /** Private half of a key pair made now; handed out once and kept nowhere. */
  readonly privateKey: string | null;
}

/**
 * Decides every value and takes the secrets out. What was secret before and has not changed keeps its old form:
 * a password that fits the stored hash, or is not named, keeps the hash, a secret file without content keeps its own, a
 * generated key pair stays the one handed out before.
 */
export async function resolveRequirement(
  request: ResolvedRequest,
  previous: Requirement | null,
  secrets: Secrets,
): Promise<ResolvedRequirement> {
  const { software, hardware, network } = request;
  const keys = await resolveKeys(request, previous, secrets);
  const requirement: Requirement = {
    name: request.name,
    profile: request.profile,
    hardware: {
      ...hardware,
      volumes: hardware.volumes.map((volume) => ({ ...volume, mountPath: mountPathOf(volume) })),
    },
    software: {
      ...software,
      packages: [...new Set(software.packages)],
      services: [...new Set(software.services)],
      cloudInit: software.cloudInit?.trim() ? software.cloudInit : null,
      files: software.files.map((file) => placeFile(file, request, secrets)),
    },
    network: { ...network, openPorts: network.openPorts.map(resolvePort) },
    access: {
      loginName: request.access.loginName,
      allowRoot: request.access.allowRoot,
      sshKeys: keys.sshKeys,
      passwordHash: request.kept.passwordHash ?? (await resolvePassword(request.access.password, previous, secrets)),
    },
    placement: request.placement,
    protection: request.protection,
    term: request.term,
    labels: request.labels,
    contact: request.contact,
  };
  const secretFiles = software.files.flatMap(({ secret, path, content }) =>
    secret && content !== undefined ? [{ path, content, sha256: secrets.sha256(content) }] : [],
  );
  return { requirement, secretFiles, privateKey: keys.privateKey };
}

async function resolveKeys(
  { access, name }: ResolvedRequest,
  previous: Requirement | null,
  secrets: Secrets,
): Promise<{ readonly sshKeys: string[]; readonly privateKey: string | null }> {
  if (!access.generateKeyPair) return { sshKeys: [...access.sshKeys], privateKey: null };
  const kept = previous?.access.sshKeys.find(isMadeHere);
  if (kept !== undefined) return { sshKeys: [...new Set([...access.sshKeys, kept])], privateKey: null };
  const made = await secrets.generateKeyPair(`${GENERATED}-${name}`);
  return { sshKeys: [...access.sshKeys, made.publicKey.trim()], privateKey: made.privateKey };
}

async function resolvePassword(
  password: string | null,
  previous: Requirement | null,
  secrets: Secrets,
): Promise<string | null> {
  if (password === null) return null;
  const stored = previous?.access.passwordHash ?? null;
  if (stored !== null && (await secrets.verifyPassword(password, stored))) return stored;
  return secrets.hashPassword(password);
}

function placeFile(
  file: ResolvedRequest["software"]["files"][number],
  { kept }: ResolvedRequest,
  secrets: Secrets,
): PlacedFile {
  const { path, owner, permissions, content = "" } = file;
  const digest = file.content === undefined ? kept.fileDigests.get(path) : undefined;
  return file.secret
    ? { secret: true, path, owner, permissions, sha256: digest ?? secrets.sha256(content) }
    : { secret: false, path, owner, permissions, content };
}

function resolvePort(request: ResolvedRequest["network"]["openPorts"][number]): OpenPort {
  const { protocol, source } = request;
  const range = protocol === "icmp" ? null : readPortRange(request.port);
  const ports = range === null ? "" : range.from === range.to ? ` ${range.from}` : ` ${range.from}-${range.to}`;
  return {
    fromPort: range?.from ?? null,
    toPort: range?.to ?? null,
    protocol,
    source,
    description: request.description ?? `${protocol}${ports} from ${source}`,
  };
}

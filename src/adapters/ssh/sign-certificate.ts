import { randomBytes } from "node:crypto";
import ssh2 from "ssh2";
import { AppError } from "../../kernel/app-error.ts";

const KIND = "ssh-ed25519-cert-v01@openssh.com";
const FOR_USERS = 1;
const ED25519_BYTES = 32;

export interface CertificateRequest {
  /** OpenSSH private key of the authority; Ed25519. */
  readonly authority: string;
  /** OpenSSH public key that is certified; Ed25519. */
  readonly publicKey: string;
  /** Stands in the log of the machine's SSH server. */
  readonly keyId: string;
  readonly serial: bigint;
  readonly principal: string;
  readonly validAfter: Date;
  readonly validBefore: Date;
  /** Addresses or networks from which alone it is good; empty: from everywhere. */
  readonly sourceAddresses: readonly string[];
}

/**
 * An OpenSSH user certificate (PROTOCOL.certkeys) that permits a terminal and nothing else: no forwarding of ports,
 * agents or X11. Signed here and not by ssh-keygen, so that the authority's key is never written to a disk.
 *
 * @returns the one line of a `…-cert.pub` file
 */
export function signCertificate(request: CertificateRequest): string {
  const authority = ssh2.utils.parseKey(request.authority);
  if (authority instanceof Error || authority.type !== "ssh-ed25519") {
    throw new AppError("internal", "The workspace's certificate authority cannot be read.");
  }
  const critical =
    request.sourceAddresses.length === 0 ? [] : [text("source-address"), text(text(request.sourceAddresses.join(",")))];
  const body = Buffer.concat([
    ...[text(KIND), text(randomBytes(32)), text(rawKey(request.publicKey))],
    ...[number64(request.serial), number32(FOR_USERS), text(request.keyId), text(text(request.principal))],
    ...[number64(seconds(request.validAfter)), number64(seconds(request.validBefore))],
    ...[text(Buffer.concat(critical)), text(Buffer.concat([text("permit-pty"), text("")])), text("")],
    text(authority.getPublicSSH()),
  ]);
  const signature = Buffer.concat([text("ssh-ed25519"), text(authority.sign(body))]);
  return `${KIND} ${Buffer.concat([body, text(signature)]).toString("base64")} ${request.keyId}`;
}

/** The 32 bytes at the end of `ssh-ed25519 AAAA…`. */
function rawKey(publicKey: string): Buffer {
  const blob = Buffer.from(publicKey.split(" ")[1] ?? "", "base64");
  return blob.subarray(blob.length - ED25519_BYTES);
}

/** A string of the SSH protocol: its length, then its bytes. */
function text(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([number32(bytes.length), bytes]);
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function number64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

function seconds(moment: Date): bigint {
  return BigInt(Math.floor(moment.getTime() / 1_000));
}

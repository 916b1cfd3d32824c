import { createHash, generateKeyPairSync } from "node:crypto";
import { newOwner, visible } from "../core/access.ts";
import { invalidParameter } from "../core/api-error.ts";
import { type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { KeyPair } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import type { World } from "../core/world.ts";
import { shortOwnerView } from "../views/owner-view.ts";

/** SSH key pairs; known by name within their owner. All answered at once. */
export const KEYPAIR_COMMANDS: CommandFamily = {
  createSSHKeyPair: sync(createSSHKeyPair),
  registerSSHKeyPair: sync(registerSSHKeyPair),
  listSSHKeyPairs: sync(listSSHKeyPairs, { id: "keyPairs" }),
  deleteSSHKeyPair: sync(deleteSSHKeyPair),
};

function createSSHKeyPair(call: Call): Json {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const blob = sshRsaBlob(publicKey.export({ format: "jwk" }));
  const row = add(call, `ssh-rsa ${blob.toString("base64")}`);
  const privatekey = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  return { keypair: { privatekey, ...keyPairView(call.world, row) } };
}

function registerSSHKeyPair(call: Call): Json {
  const publicKey = call.parameters.required("publickey").trim();
  if (!/^(ssh|ecdsa|sk)-\S+ [A-Za-z0-9+/=]+/.test(publicKey)) throw invalidParameter("Public key is invalid");
  return { keypair: keyPairView(call.world, add(call, publicKey)) };
}

function add(call: Call, publicKey: string): KeyPair {
  const owner = newOwner(call);
  const name = call.parameters.required("name");
  const { keyPairs } = call.world.tables;
  const isMine = (row: KeyPair) => row.accountId === owner.accountId && row.projectId === owner.projectId;
  if (keyPairs.first((row) => isMine(row) && row.name === name)) {
    throw invalidParameter(`A key pair with name '${name}' already exists for this account.`);
  }
  const fingerprint = fingerprintOf(publicKey);
  if (keyPairs.first((row) => isMine(row) && row.fingerprint === fingerprint)) {
    throw invalidParameter(`A key pair with key '${publicKey}' already exists for this account.`);
  }
  return keyPairs.add({ ...call.world.newRow("keyPair"), ...owner, name, publicKey, fingerprint });
}

function listSSHKeyPairs(call: Call): Json {
  const [name, fingerprint] = [call.parameters.text("name"), call.parameters.text("fingerprint")];
  const id = call.parameters.text("id");
  const rows = visible(call, call.world.tables.keyPairs.all())
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => fingerprint === undefined || row.fingerprint === fingerprint)
    .toReversed();
  return listOf(call, "sshkeypair", rows, (row) => keyPairView(call.world, row));
}

function deleteSSHKeyPair(call: Call): Json {
  const owner = newOwner(call);
  const name = call.parameters.required("name");
  const { keyPairs } = call.world.tables;
  const row = keyPairs.first(
    (k) => k.name === name && k.accountId === owner.accountId && k.projectId === owner.projectId,
  );
  if (!row) throw invalidParameter(`A key pair with name '${name}' does not exist for this account.`);
  keyPairs.delete(row.id);
  return { success: true };
}

function keyPairView(world: World, row: KeyPair): Json {
  const { id, name, fingerprint } = row;
  return { id, name, ...shortOwnerView(world, row), fingerprint, hasannotations: false };
}

/** MD5 over the key's bytes, in colons. */
function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(/\s+/)[1] ?? "", "base64");
  return createHash("md5")
    .update(blob)
    .digest("hex")
    .replace(/(..)(?=.)/g, "$1:");
}

function sshRsaBlob({ e = "", n = "" }: { e?: string; n?: string }): Buffer {
  const numbers = [e, n].map((part) => {
    const bytes = Buffer.from(part, "base64url");
    return (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  });
  return Buffer.concat([Buffer.from("ssh-rsa"), ...numbers].map(withLength));
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

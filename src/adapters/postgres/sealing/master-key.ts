import { createHash, randomBytes } from "node:crypto";
import { AppError } from "../../../kernel/app-error.ts";
import { openBox, sealBox } from "./sealed-box.ts";

const KEY_BYTES = 32;

/** The key outside the database that wraps the data keys in it. */
export interface MasterKey {
  /** Beginning of a hash of the key: tells two keys apart and gives nothing away. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Keys a service was started with: `old` only while a rotation is under way. */
export interface MasterKeys {
  readonly current: MasterKey;
  readonly old: MasterKey | null;
}

/** Throws AppError `validation-failed` for a key of the wrong length. */
export function masterKey(bytes: Uint8Array): MasterKey {
  if (bytes.length !== KEY_BYTES)
    throw new AppError("validation-failed", `The secret key has ${bytes.length} bytes; it needs ${KEY_BYTES}.`);
  const hash = createHash("sha256").update("twinstack master key\0").update(bytes);
  return { id: hash.digest("hex").slice(0, 24), bytes };
}

export function newDataKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** @param owner `site`, or the workspace's id */
export function wrapKey(master: MasterKey, dataKey: Uint8Array, owner: string): Buffer {
  return sealBox(master.bytes, { packing: "plain", body: Buffer.from(dataKey) }, `data-key:${owner}`);
}

export function unwrapKey(master: MasterKey, wrapped: Uint8Array, owner: string): Buffer {
  return openBox(master.bytes, wrapped, `data-key:${owner}`).body;
}

/** The key of that id among those given. Throws AppError `secret-key-mismatch` when it is none of them. */
export function keyNamed(keys: MasterKeys, id: string): MasterKey {
  const found = [keys.current, keys.old].find((key) => key?.id === id);
  if (found !== undefined && found !== null) return found;
  throw new AppError(
    "secret-key-mismatch",
    `The secrets in the database are sealed under the key ${id}; this service has ${keys.current.id}.`,
    { sealedUnder: id, given: keys.current.id },
  );
}

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "../../../kernel/app-error.ts";

/** First bytes of everything sealed: "TWSEAL", version 1. Nothing stored by an earlier release begins so. */
export const SEAL_MARK = Buffer.from("54575345414c0001", "hex");

const PACKING_AT = SEAL_MARK.length;
const NONCE_AT = PACKING_AT + 1;
const TAG_AT = NONCE_AT + 12;
const BODY_AT = TAG_AT + 16;

/** How the text was packed before it was sealed; authenticated together with it. */
export type Packing = "plain" | "zstd" | "zstd-with-common-words-1";
const PACKINGS: readonly Packing[] = ["plain", "zstd", "zstd-with-common-words-1"];

export interface Unsealed {
  readonly packing: Packing;
  readonly body: Buffer;
}

/**
 * AES-256-GCM with a random nonce: mark, packing, nonce, tag, body.
 *
 * @param context where the secret belongs, such as `state:<workspace>:<site>:<serial>`; it opens nowhere else
 */
export function sealBox(key: Uint8Array, { packing, body }: Unsealed, context: string): Buffer {
  const nonce = randomBytes(TAG_AT - NONCE_AT);
  const packed = PACKINGS.indexOf(packing);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(bound(packed, context));
  const sealed = [cipher.update(body), cipher.final()];
  return Buffer.concat([SEAL_MARK, Buffer.of(packed), nonce, cipher.getAuthTag(), ...sealed]);
}

/** Throws AppError `internal` when the box was sealed with another key, for another place, or was changed. */
export function openBox(key: Uint8Array, sealed: Uint8Array, context: string): Unsealed {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  try {
    const packed = bytes.readUInt8(PACKING_AT);
    const packing = PACKINGS[packed];
    if (packing === undefined || !isSealed(bytes)) throw new RangeError("not a sealed box");
    const nonce = bytes.subarray(NONCE_AT, TAG_AT);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: BODY_AT - TAG_AT });
    decipher.setAAD(bound(packed, context)).setAuthTag(bytes.subarray(TAG_AT, BODY_AT));
    return { packing, body: Buffer.concat([decipher.update(bytes.subarray(BODY_AT)), decipher.final()]) };
  } catch (error) {
    throw new AppError(
      "internal",
      `What is stored as ${context} cannot be opened: it was sealed with another key or for another place, or was changed.`,
      { context },
      { cause: error },
    );
  }
}

export function isSealed(bytes: Uint8Array): boolean {
  return SEAL_MARK.equals(bytes.subarray(0, SEAL_MARK.length));
}

function bound(packed: number, context: string): Buffer {
  return Buffer.from(`${packed}:${context}`);
}

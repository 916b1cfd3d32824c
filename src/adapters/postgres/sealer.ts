import { openBox, sealBox } from "./sealing/sealed-box.ts";

/** Encrypts secrets before they are stored, so that a copy of the database alone opens no cloud. */
export interface Sealer {
  /** `context` is bound to the secret: sealed for one row, it cannot be opened as another's. */
  seal(text: string, context: string): Buffer;
  /** Throws AppError `internal` when it does not open. */
  open(sealed: Uint8Array, context: string): string;
}

/** Small secrets as text. @param key 32 random bytes */
export function makeSealer(key: Uint8Array): Sealer {
  return {
    seal: (text, context) => sealBox(key, { packing: "plain", body: Buffer.from(text) }, context),
    open: (sealed, context) => openBox(key, sealed, context).body.toString("utf8"),
  };
}

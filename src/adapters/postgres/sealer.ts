import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "../../kernel/app-error.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts secrets before they are stored, so that a copy of the database alone opens no cloud. */
export interface Sealer {
  /** `purpose` is bound to the secret: sealed for one row, it cannot be opened as another's. */
  seal(text: string, purpose: string): Buffer;
  open(sealed: Uint8Array, purpose: string): string;
}

/** AES-256-GCM. @param key 32 random bytes, kept outside the database */
export function makeSealer(key: Uint8Array): Sealer {
  return {
    seal(text, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag);
        const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([body, decipher.final()]).toString("utf8");
      } catch (error) {
        throw new AppError(
          "internal",
          `The stored secret of ${purpose} was sealed with another key; restore the data folder's secret.key.`,
          {},
          { cause: error },
        );
      }
    },
  };
}

import { createDecipheriv } from "node:crypto";
import type pg from "pg";
import { AppError } from "../../../kernel/app-error.ts";
import type { MasterKeys } from "./master-key.ts";
import { SEAL_MARK } from "./sealed-box.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Opens what release 0.1 sealed with the master key itself: nonce, tag, body. Throws AppError `secret-key-mismatch`. */
export function openOldSecret(keys: MasterKeys, sealed: Buffer, purpose: string): string {
  for (const key of [keys.current, keys.old]) {
    const text = key === null ? null : tryOpen(key.bytes, sealed, purpose);
    if (text !== null) return text;
  }
  throw new AppError("secret-key-mismatch", `The stored secret of ${purpose} was sealed with another key.`, {
    given: keys.current.id,
  });
}

/** Whether a secret of release 0.1 opens; true when there is none. */
export async function opensOldSecrets(db: Pick<pg.Pool, "query">, keys: MasterKeys): Promise<boolean> {
  const { rows } = await db.query<{ purpose: string; sealed: Buffer }>(
    `select * from (
       select 'cloud:' || id as purpose, registration_sealed as sealed from cloud
       union all
       select 'ssh-ca:' || workspace_id, ca_private_key_sealed from workspace_secret) secret
      where substring(sealed from 1 for $1) <> $2
      limit 1`,
    [SEAL_MARK.length, SEAL_MARK],
  );
  const row = rows[0];
  if (row === undefined) return true;
  return [keys.current, keys.old].some((key) => key !== null && tryOpen(key.bytes, row.sealed, row.purpose) !== null);
}

function tryOpen(key: Uint8Array, sealed: Buffer, purpose: string): string | null {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const body = [decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(body).toString("utf8");
  } catch {
    return null;
  }
}

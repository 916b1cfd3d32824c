import type pg from "pg";
import { masterKey } from "../../src/adapters/postgres/sealing/master-key.ts";
import { type Keyring, openKeyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";

export interface SecretKeys {
  /** 32 bytes, kept outside the database. */
  readonly current: Uint8Array;
  /** The key before it, while a rotation is under way. */
  readonly old: Uint8Array | undefined;
}

/**
 * Opens what is sealed in the database, once per process. Throws AppError: secret-key-mismatch when another service on
 * the same database has another key, validation-failed for a key that is not 32 bytes.
 */
export function openSecrets(pool: pg.Pool, { current, old }: SecretKeys): Promise<Keyring> {
  return openKeyring(pool, { current: masterKey(current), old: old === undefined ? null : masterKey(old) });
}

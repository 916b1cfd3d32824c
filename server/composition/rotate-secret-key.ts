import type pg from "pg";
import { masterKey } from "../../src/adapters/postgres/sealing/master-key.ts";
import { type RotationReport, rotateMasterKey } from "../../src/adapters/postgres/sealing/rotate-master-key.ts";

export type { RotationReport };

/**
 * Wraps every data key of the database with the new secret key; may be repeated after an interruption. Afterwards the old
 * one opens nothing. Throws AppError: secret-key-mismatch, validation-failed.
 */
export function rotateSecretKey(
  pool: pg.Pool,
  keys: { readonly from: Uint8Array; readonly to: Uint8Array },
): Promise<RotationReport> {
  return rotateMasterKey(pool, { from: masterKey(keys.from), to: masterKey(keys.to) });
}

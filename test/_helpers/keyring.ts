import type pg from "pg";
import { masterKey } from "../../src/adapters/postgres/sealing/master-key.ts";
import { type Keyring, openKeyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";

/** The keyring of a test's database, under a master key made of one byte. */
export function testKeyring(pool: pg.Pool, fill = 7, oldFill?: number): Promise<Keyring> {
  const old = oldFill === undefined ? null : masterKey(Buffer.alloc(32, oldFill));
  return openKeyring(pool, { current: masterKey(Buffer.alloc(32, fill)), old });
}
